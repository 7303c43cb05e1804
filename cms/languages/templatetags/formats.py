"""Template filters for dates and numbers in the page's language."""

from datetime import date, datetime

from django import template

from cms.languages.formats import write_date, write_number, write_time

register = template.Library()


@register.filter
def long_date(day: date | None) -> str:
    """Return the day with the name of its month; nothing for None."""
    return write_date(day) if day else ""


@register.filter
def long_time(at: datetime | None) -> str:
    """Return day and time in UTC; nothing for None."""
    return write_time(at) if at else ""


@register.filter
def number(value: float | None) -> str:
    """Return a number with the language's digits and separators; nothing for None."""
    return "" if value is None else write_number(value)
