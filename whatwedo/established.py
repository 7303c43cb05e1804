"""Dates known to the year, the month or the day."""

import re
from datetime import date

from django.core.exceptions import ValidationError

from cms.languages.formats import DAY, MONTH, YEAR, write_date

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def parse_established(text: str) -> tuple[date, int]:
    """Return the first day that `text` may mean, and the number of its parts: 1 to 3.

    The text is an ISO 8601 date, also with reduced precision. Raises ValueError for any other text.
    """
    match = PATTERN.fullmatch(text)
    if not match:
        raise ValueError("Write a year, a month or a day: 1976, 1976-02 or 1976-02-24.")
    parts = [int(part) for part in match.groups() if part]
    year, month, day = [*parts, 1, 1][:3]
    return date(year, month, day), len(parts)


def validate_established(text: str) -> None:
    try:
        parse_established(text)
    except ValueError as error:
        raise ValidationError(
            "Write a year, a month or a day: 1976, 1976-02 or 1976-02-24."
        ) from error


def established_label(text: str) -> str:
    """Return the date in the active language, like 1976, February 1976, 24 February 1976."""
    if not text:
        return ""
    first, precision = parse_established(text)
    return write_date(first, (YEAR, MONTH, DAY)[precision - 1])
