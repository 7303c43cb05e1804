"""The default text of a notice, in the language of the page."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext, gettext_noop, override
from wagtail.models import Page


class NoticeText(NamedTuple):
    heading: str
    message: str


ENGLISH = NoticeText(
    gettext_noop("Under Maintenance"), gettext_noop("This Page is currently under maintenance")
)


def default_text(language: str) -> NoticeText:
    """Return the default heading and message in a language, or in English if it is unknown."""
    with override(language):
        return NoticeText(*map(gettext, ENGLISH))


_sources: list[Callable[[Page], NoticeText]] = []


def register_defaults(choose: Callable[[Page], NoticeText]) -> None:
    """Add a function that returns default texts; empty ones fall back to the product's."""
    _sources.append(choose)


def default_notice(page: Page) -> NoticeText:
    """Return the heading and message used on this page if its flag has none."""
    text = default_text(page.locale.language_code)
    for choose in _sources:
        heading, message = choose(page)
        text = NoticeText(heading or text.heading, message or text.message)
    return text
