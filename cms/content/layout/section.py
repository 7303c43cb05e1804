"""The ancestors, siblings and children of a page, for its section navigation."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page

from cms.content.layout.chrome import Link
from cms.maintenance.state import visible

DISTANCE = 12
"""Positions in the tree before and after a page, and of its children, that are read."""
SECTION_DEPTH = 3
"""The depth of the sections of a site, which the menu lists."""
LINK_FIELDS = (
    "title",
    "path",
    "depth",
    "url_path",
    "live",
    "expire_at",
    "alias_of_id",
    "locale_id",
)
"""The fields of pages that links need."""


class Relatives(NamedTuple):
    """Pages in tree order; `siblings` include the page itself."""

    ancestors: Sequence[Page]
    siblings: Sequence[Page]
    children: Sequence[Page]


def relatives_of(page: Page) -> Relatives:
    """Return the ancestors of a page, and its nearest siblings and children; one query.

    Sections of the site have no siblings here, because the menu lists them.
    """
    if not page.path:  # an unsaved page, which is not in the tree
        return Relatives((), (), ())
    steps, length = page.steplen, len(page.path)
    parent, place = page.path[:-steps], page._str2int(page.path[-steps:])
    places = (
        max(place - DISTANCE, 1),
        min(place + DISTANCE, len(page.alphabet) ** steps - 1),
    )
    first, last = (page._get_path(parent, page.depth, each) for each in places)
    ancestors = [page.path[:end] for end in range(2 * steps, length, steps)]
    last_child = page._get_path(page.path, page.depth + 1, DISTANCE)
    condition = Q(path__in=ancestors) | Q(
        depth=page.depth + 1, path__gt=page.path, path__lte=last_child
    )
    if page.depth > SECTION_DEPTH:
        condition |= Q(depth=page.depth, path__gte=first, path__lte=last)
    pages = Page.objects.filter(condition).only(*LINK_FIELDS).order_by("path")
    return Relatives(
        *([each for each in pages if _relative_depth(each, page) == depth] for depth in (-1, 0, 1))
    )


def _relative_depth(each: Page, page: Page) -> int:
    """Return -1 for a page above, 0 for one on the same level, 1 for one below."""
    return int(each.depth > page.depth) - int(each.depth < page.depth)


def section(page: Page, request: HttpRequest | None, relatives: Relatives) -> list[Link]:
    """Return links to the public children of a page, or else to its siblings.

    Empty for fewer than two siblings, and for sections of the site without children.
    """
    children = visible(each for each in relatives.children if each.live)
    pages = children or visible(each for each in relatives.siblings if each.live)
    if len(pages) < (1 if children else 2):
        return []
    return [Link(each.title, each.get_url(request) or "", each.pk == page.pk) for each in pages]
