"""Dates as people write them in queries: a year, a month or a day, ISO 8601."""

import calendar
import re
from datetime import date

PATTERN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def looks_like_date(text: str) -> bool:
    return PATTERN.fullmatch(text) is not None


def days(text: str) -> tuple[date, date]:
    """Return the first and the last day that `text` names; raises ValueError if there is none."""
    match = PATTERN.fullmatch(text)
    if not match:
        raise ValueError(f"{text} is not a year, a month or a day")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 the pattern has it
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        first = date(year, month, 1)
        return first, date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def day_before(text: str) -> str | None:
    """Return the last day before what `text` names; None if the calendar ends there."""
    first, _ = days(text)
    return date.fromordinal(first.toordinal() - 1).isoformat() if first > date.min else None


def day_after(text: str) -> str | None:
    """Return the first day after what `text` names; None if the calendar ends there."""
    _, last = days(text)
    return date.fromordinal(last.toordinal() + 1).isoformat() if last < date.max else None
