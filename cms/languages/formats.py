"""Dates and numbers as the interface's language writes them, from the Unicode CLDR through ICU.

Digits, names of months and their order come from one source, so no date mixes scripts.
"""

from datetime import UTC, date, datetime
from functools import cache, lru_cache

from icu4py.messageformat import MessageFormat

from cms.languages.active import active_interface_language
from cms.languages.registry import language

YEAR, MONTH, DAY, TIME = "y", "yMMMM", "yMMMMd", "yMMMMdHHmm"  # skeletons of CLDR


type Value = int | float | date | datetime


@cache
def _format(pattern: str, cldr: str) -> MessageFormat:
    return MessageFormat(pattern, cldr)


def _write(pattern: str, value: Value) -> str:
    cldr = language(active_interface_language()).cldr
    return _written(pattern, cldr, value)


@lru_cache(maxsize=8192)
def _written(pattern: str, cldr: str, value: Value) -> str:
    return _format(f"{{value, {pattern}}}", cldr).format({"value": value})


def write_date(day: date, skeleton: str = DAY) -> str:
    """Return a date in the active language, like 24 February 1976; a datetime's day is in UTC."""
    if isinstance(day, datetime):
        day = day.astimezone(UTC).date()
    return _write(f"date, ::{skeleton}", day)


def write_time(at: datetime) -> str:
    """Return an aware datetime in the active language, like 24 February 1976 at 09:05 UTC."""
    # ICU would convert an aware one to the time zone of the process.
    return f"{_write(f'date, ::{TIME}', at.astimezone(UTC).replace(tzinfo=None))} UTC"


def write_number(number: float) -> str:
    """Return a number in the active language, like 1,234.5."""
    return _write("number", number)
