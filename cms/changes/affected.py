"""The pages that changes affect, and the ids of many rows."""

from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from itertools import batched
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.changes.models import Change, Kind

ROOTS_AT_ONCE = 50
IDS_AT_ONCE = 5_000


def affected(changes: Iterable[Change]) -> Iterator[int]:
    """Yield the ids of the pages that the changes affect, each once.

    These include the pages below a change with `subtree`, and the aliases of a page whose
    maintenance has changed.
    """
    pages: dict[int, None] = {}
    roots: set[int] = set()
    withheld: set[int] = set()
    for change in changes:
        if change.page_id is not None and change.kind != Kind.STEERING:
            pages[change.page_id] = None
            if change.subtree:
                roots.add(change.page_id)
            if change.kind == Kind.MAINTENANCE:
                withheld.add(change.page_id)
    if withheld:
        aliases = Page.objects.filter(alias_of__in=withheld).values_list("pk", flat=True)
        pages |= dict.fromkeys(aliases)
    yield from pages
    if not roots:
        return
    paths = Page.objects.filter(pk__in=roots, numchild__gt=0).values_list("path", flat=True)
    for root_paths in batched(_outermost(paths), ROOTS_AT_ONCE):
        below = reduce(or_, (Q(path__startswith=path) for path in root_paths))
        for page_id in ids_in_order(Page.objects.filter(below)):
            if page_id not in pages:
                yield page_id


def is_content_only(changes: Collection[Change]) -> bool:
    """Return whether titles, addresses and public states are as before; false for no changes."""
    return bool(changes) and all(change.content_only for change in changes)


def ids_in_order(rows: "QuerySet[Any]") -> Iterator[int]:
    """Yield the ids of rows in ascending order, in flat memory and without an open statement.

    With `QuerySet.iterator()` the connection keeps reading from one snapshot, in which SQLite
    refuses to write (SQLITE_BUSY_SNAPSHOT) once another connection has written.
    """
    last = 0
    while ids := [
        *rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:IDS_AT_ONCE]
    ]:
        yield from ids
        last = ids[-1]


def _outermost(paths: Iterable[str]) -> list[str]:
    """Return the tree paths that are not below another of them."""
    outermost: list[str] = []
    for path in sorted(paths):
        if not outermost or not path.startswith(outermost[-1]):
            outermost.append(path)
    return outermost
