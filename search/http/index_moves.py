"""The check that an answer, cached at one version of the index, holds at a later one."""

from collections.abc import Collection
from functools import lru_cache
from itertools import islice

from cms.changes import log
from cms.changes.affected import affected
from cms.changes.place import Place
from search.engines import active
from search.engines.active import IndexVersion
from search.request.search_request import SearchRequest

MAX_CHANGES, MAX_PAGES = 200, 500
"""Limits between two versions; after more, no answer is kept."""


def still_holds(
    request: SearchRequest,
    total: int,
    shown: Collection[int],
    before: IndexVersion,
    after: IndexVersion,
) -> bool:
    """Return whether the pages changed between two versions leave an answer as it was.

    None of them may be shown in it, match the request now, or have matched it: then the total
    would differ. Scores, which any page changes a little, are not compared.
    """
    changed = changed_pages(before.state, after.state) if before.engine == after.engine else None
    if changed is None or not changed.isdisjoint(shown):
        return False
    return not changed or active.engine(after.engine).counts(request, changed) == (total, 0)


@lru_cache(maxsize=256)
def changed_pages(before: str, after: str) -> frozenset[int] | None:
    """Return the pages that an index read again between two of its versions.

    None where these are too many, or not versions of one index.
    """
    (name, _, start), (later_name, _, end) = before.partition("/"), after.partition("/")
    if name != later_name:
        return None
    try:
        first, last = Place.parse(start), Place.parse(end)
        changes = log.since(first, MAX_CHANGES + 1)
    except (ValueError, log.PlaceLostError):
        return None
    upto = (last.transaction, last.id)
    between = [change for change in changes if (change.transaction, change.pk) <= upto]
    if len(between) > MAX_CHANGES:
        return None
    pages = frozenset(islice(affected(between), MAX_PAGES + 1))
    return pages if len(pages) <= MAX_PAGES else None
