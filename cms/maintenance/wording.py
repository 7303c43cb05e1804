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
    """Return the usual heading and message in a language, in English where it is unknown."""
    with override(language):
        return Wording(*map(gettext, ENGLISH))


_chosen: list[Callable[[Page], Wording]] = []


def register_defaults(choose: Callable[[Page], Wording]) -> None:
    """Add a source of default notices; what it leaves empty is the usual text."""
    _chosen.append(choose)


def default_notice(page: Page) -> Wording:
    """Return the heading and the message of a notice on this page where its flag names none."""
    found = wording(page.locale.language_code)
    for choose in _chosen:
        heading, message = choose(page)
        found = Wording(heading or found.heading, message or found.message)
    return found
