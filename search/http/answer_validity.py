"""Checks whether a cached answer is still valid after changes of the index."""

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
"""Limits between two versions of the index, above which no answer is valid."""


def is_still_valid(
    request: SearchRequest,
    total: int,
    page_ids: Collection[int],
    before: IndexVersion,
    after: IndexVersion,
) -> bool:
    """Return whether an answer is the same at two versions of the index, except for scores.

    None of the pages changed in between may be shown in the answer or match the request now; if one
    matched it before, the total differs.
    """
    changed = changed_pages(before.state, after.state) if before.engine == after.engine else None
    if changed is None or not changed.isdisjoint(page_ids):
        return False
    return not changed or active.engine(after.engine).counts(request, changed) == (total, 0)


@lru_cache(maxsize=256)
def changed_pages(before: str, after: str) -> frozenset[int] | None:
    """Return the ids of the pages that changed between two versions of an index.

    Returns None if there are too many, or if the versions are of different indexes.
    """
    (name, _, start), (after_name, _, end) = before.partition("/"), after.partition("/")
    if name != after_name:
        return None
    try:
        first, last = Place.parse(start), Place.parse(end)
        changes = log.since(first, MAX_CHANGES + 1)
    except (ValueError, log.PlaceLostError):
        return None
    limit_key = (last.transaction, last.id)
    between = [change for change in changes if (change.transaction, change.pk) <= limit_key]
    if len(between) > MAX_CHANGES:
        return None
    pages = frozenset(islice(affected(between), MAX_PAGES + 1))
    return pages if len(pages) <= MAX_PAGES else None
