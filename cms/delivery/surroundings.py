"""What stands around pages in the tree, read for many pages at once, in one query."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, cast

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from cms.maintenance.state import PublicState, public_state

STEP = 4  # characters of treebeard's path that each level takes
MOST_CHILDREN = 100
MOST_SIBLINGS = 25  # on either side
KINDS = ("breadcrumbs", "children", "siblings", "translations")


class Neighbour(NamedTuple):
    """As much of a page as its stub and its public state need."""

    pk: int
    content_type_id: int
    title: str
    path: str
    url_path: str
    live: bool
    expire_at: datetime | None
    alias_of_id: int | None
    translation_key: object


Around = dict[str, dict[int, list[Neighbour]]]


def neighbour(page: Page) -> Neighbour:
    return Neighbour(*(getattr(page, name) for name in Neighbour._fields))


def state_of(page: Page | Neighbour, at: datetime | None = None) -> PublicState:
    return public_state(cast(Page, page), at)


def visible(pages: Iterable[Neighbour]) -> list[Neighbour]:
    at = timezone.now()
    return [page for page in pages if state_of(page, at).is_visible]


def around(pages: Sequence[Page], wanted: Collection[str]) -> Around:
    """For each wanted kind, by page id: what the public may know of, in the tree's order."""
    conditions = [CONDITIONS[kind](page) for kind in KINDS if kind in wanted for page in pages]
    if not conditions:
        return {}
    rows = Page.objects.filter(reduce(or_, conditions), live=True).order_by("path")
    found = visible(map(Neighbour._make, rows.values_list(*Neighbour._fields)))
    by_path = {each.path: each for each in found}
    by_parent, by_key = defaultdict(list), defaultdict(list)
    for each in found:
        by_parent[each.path[:-STEP]].append(each)
        by_key[each.translation_key].append(each)
    told: Around = {kind: {} for kind in KINDS if kind in wanted}
    for page in pages:
        readings = {
            "breadcrumbs": [by_path[step] for step in _above(page) if step in by_path],
            "children": by_parent[page.path][:MOST_CHILDREN],
            "siblings": _beside(page, by_parent[page.path[:-STEP]]),
            "translations": [each for each in by_key[page.translation_key] if each.pk != page.pk],
        }
        for kind, reading in told.items():
            reading[page.pk] = readings[kind]
    return told


def _above(page: Page) -> list[str]:
    """Paths from the site's root down, without the page itself."""
    return [page.path[:end] for end in range(2 * STEP, len(page.path), STEP)]


def _beside(page: Page, level: list[Neighbour]) -> list[Neighbour]:
    before = [each for each in level if each.path < page.path]
    after = [each for each in level if each.path > page.path]
    return before[-MOST_SIBLINGS:] + after[:MOST_SIBLINGS]


def _level(parent: str) -> "QuerySet[Page]":
    """Published pages directly below a path; a range, which an index on `path` answers."""
    first, last = Page._get_children_path_interval(parent)
    depth = len(parent) // STEP + 1
    below: QuerySet[Page] = Page.objects.filter(
        path__gte=first, path__lte=last, depth=depth, live=True
    )
    return below


def _some(pages: Any, most: int) -> Q:
    return Q(pk__in=pages.values("pk")[:most])


def _siblings(page: Page) -> Q:
    if page.depth <= 2:
        return Q(pk__in=[])
    level = _level(page.path[:-STEP])
    before = level.filter(path__lt=page.path).order_by("-path")
    after = level.filter(path__gt=page.path).order_by("path")
    return _some(before, MOST_SIBLINGS) | _some(after, MOST_SIBLINGS)


CONDITIONS = {
    "breadcrumbs": lambda page: Q(path__in=_above(page)),
    "children": lambda page: _some(_level(page.path).order_by("path"), MOST_CHILDREN),
    "siblings": _siblings,
    "translations": lambda page: Q(translation_key=page.translation_key),
}
