"""The pages around a page: those above it, and the section that it stands in."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page

from cms.content.layout.chrome import Link
from cms.maintenance.state import visible

NEAR = 12
"""Positions in the tree, on either side of the page or from the first page below it."""
TOP = 3
"""The depth of the site's sections; these stand in the menu."""
LINKED = ("title", "path", "depth", "url_path", "live", "expire_at", "alias_of_id", "locale_id")
"""The fields that links to pages are made of."""


class Around(NamedTuple):
    """Pages in the tree's order; `beside` has the page itself."""

    above: Sequence[Page]
    beside: Sequence[Page]
    below: Sequence[Page]


def pages_around(page: Page) -> Around:
    """Return the pages above, beside and below a page, near it; one query for any tree.

    Beside a section of the site there are none: the menu has the others.
    """
    if not page.path:  # a draft that is not in the tree yet
        return Around((), (), ())
    steps, length = page.steplen, len(page.path)
    parent, place = page.path[:-steps], page._str2int(page.path[-steps:])
    places = max(place - NEAR, 1), min(place + NEAR, len(page.alphabet) ** steps - 1)
    first, last = (page._get_path(parent, page.depth, each) for each in places)
    above = [page.path[:end] for end in range(2 * steps, length, steps)]
    below = page._get_path(page.path, page.depth + 1, NEAR)
    near = Q(path__in=above) | Q(depth=page.depth + 1, path__gt=page.path, path__lte=below)
    if page.depth > TOP:
        near |= Q(depth=page.depth, path__gte=first, path__lte=last)
    pages = Page.objects.filter(near).only(*LINKED).order_by("path")
    return Around(*([each for each in pages if _side(each, page) == side] for side in (-1, 0, 1)))


def _side(each: Page, page: Page) -> int:
    return int(each.depth > page.depth) - int(each.depth < page.depth)


def section(page: Page, request: HttpRequest | None, around: Around) -> list[Link]:
    """Return links to the public pages below the page, or beside it where it has none below.

    Empty where there are fewer than two, and for sections of the site without pages below.
    """
    below = visible(each for each in around.below if each.live)
    shown = below or visible(each for each in around.beside if each.live)
    if len(shown) < (1 if below else 2):
        return []
    return [Link(each.title, each.get_url(request) or "", each.pk == page.pk) for each in shown]
