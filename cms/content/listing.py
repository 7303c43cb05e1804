"""Tiles by which pages list other pages: title, URL, and summary or notice."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from cms.content.page import BasePage
from cms.maintenance.state import Notice, public_state


@dataclass(frozen=True, slots=True)
class Tile:
    """A page in a list; `notice` replaces the summary while the page is withheld."""

    title: str
    url: str
    summary: str = ""
    notice: str = ""


def tiles(pages: Iterable[Page], request: HttpRequest) -> list[Tile]:
    """Return a tile for each page that the public may see; `pages` must be specific."""
    at = timezone.now()
    states = ((page, public_state(page, at)) for page in pages)
    return [
        Tile(page.title, page.get_url(request) or "", notice=state.heading)
        if isinstance(state, Notice)
        else Tile(page.title, page.get_url(request) or "", summary=_summary(page))
        for page, state in states
        if state.is_visible
    ]


def _summary(page: Page) -> str:
    return str(page.summary) if isinstance(page, BasePage) else ""
