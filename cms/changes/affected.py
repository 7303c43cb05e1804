"""The pages that changes affect."""

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import batched
from operator import or_

from django.db.models import Q
from wagtail.models import Page

from cms.changes.models import Change, Kind

ROOTS_AT_ONCE = 50


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
    paths = Page.objects.filter(pk__in=roots, numchild__gt=0).values_list("path", flat=True)
    for some in batched(_outermost(paths), ROOTS_AT_ONCE):
        below = reduce(or_, (Q(path__startswith=path) for path in some))
        for page_id in Page.objects.filter(below).values_list("pk", flat=True).iterator():
            if page_id not in pages:
                yield page_id


def _outermost(paths: Iterable[str]) -> list[str]:
    """Return the tree paths that are not below another of them."""
    outermost: list[str] = []
    for path in sorted(paths):
        if not outermost or not path.startswith(outermost[-1]):
            outermost.append(path)
    return outermost
