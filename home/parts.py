"""The parts of a home page that the site's settings choose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page

from cms.content.layout.chrome import site_of_layout
from cms.content.listing import Tile, tiles
from cms.sites.texts import HomePart, SiteTexts

MAX_SECTIONS = 60
SPARE = 2
"""Pages read for each one shown, since some are not public."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part with content: pages as tiles, or searches."""

    kind: str
    title: str
    tiles: Sequence[Tile] = ()
    searches: Sequence[str] = ()


def parts_of(home: Page, request: HttpRequest) -> list[Part]:
    """Return the parts with content; one query for the sections, one for updated pages."""
    texts = site_of_layout(request)
    read = (_part(each, home, texts, request) for each in texts.home_parts)
    return [part for part in read if part.tiles or part.searches]


def _part(part: HomePart, home: Page, texts: SiteTexts, request: HttpRequest) -> Part:
    if part.kind == "popular":
        return Part(part.kind, part.title, searches=texts.popular_searches)
    if part.kind == "sections":
        below = home.get_children().live().specific()[: MAX_SECTIONS * SPARE]
        return Part(part.kind, part.title, tiles(below, request)[:MAX_SECTIONS])
    newest = home.get_descendants().live().order_by("-last_published_at", "-pk").specific()
    newest_tiles = tiles(newest[: part.number * SPARE], request)
    return Part(part.kind, part.title, newest_tiles[: part.number])


def surrogate_keys(parts: Iterable[Part]) -> frozenset[str]:
    """Return the keys of what parts show besides the pages around the home page."""
    return frozenset({"pages"} if any(part.kind == "updated" for part in parts) else ())
