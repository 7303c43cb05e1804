"""Tiles that link to other pages: title, URL, and summary or notice."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from cms.content.page import BasePage
from cms.maintenance.state import Notice, public_state
from cms.media.pictures import Picture, picture_of


@dataclass(frozen=True, slots=True)
class Tile:
    """A page in a list; `notice` replaces the summary while the page is withheld."""

    title: str
    url: str
    summary: str = ""
    notice: str = ""
    picture: Picture | None = None


def tiles(pages: Iterable[Page], request: HttpRequest) -> list[Tile]:
    """Return a tile for each page that the public may see; `pages` must be specific."""
    at = timezone.now()
    states = [(page, public_state(page, at)) for page in pages]
    visible_pages = [(page, state) for page, state in states if state.is_visible]
    pictured = [
        page for page, _ in visible_pages if isinstance(page, BasePage) and page.social_image_id
    ]
    prefetch_related_objects(pictured, "social_image")
    return [
        Tile(page.title, page.get_url(request) or "", notice=state.heading)
        if isinstance(state, Notice)
        else _tile(page, page.get_url(request) or "")
        for page, state in visible_pages
    ]


def _tile(page: Page, url: str) -> Tile:
    if not isinstance(page, BasePage):
        return Tile(page.title, url)
    return Tile(page.title, url, page.summary, picture=picture_of(page.social_image))
