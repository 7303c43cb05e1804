"""The default text of a notice, in the language of the page."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext, gettext_noop, override
from wagtail.models import Page


class Wording(NamedTuple):
    heading: str
    message: str


ENGLISH = Wording(
    gettext_noop("Under Maintenance"), gettext_noop("This Page is currently under maintenance")
)


def wording(language: str) -> Wording:
    """Return the default heading and message in a language, or in English if it is unknown."""
    with override(language):
        return Wording(*map(gettext, ENGLISH))


_sources: list[Callable[[Page], Wording]] = []


def register_defaults(choose: Callable[[Page], Wording]) -> None:
    """Add a function that returns default texts; empty ones fall back to the product's."""
    _sources.append(choose)


def default_notice(page: Page) -> Wording:
    """Return the heading and message used on this page if its flag has none."""
    found = wording(page.locale.language_code)
    for choose in _sources:
        heading, message = choose(page)
        found = Wording(heading or found.heading, message or found.message)
    return found
