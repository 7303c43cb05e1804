"""The pages that changed between two versions of an index, by the change log."""

from functools import lru_cache
from itertools import islice

from cms.changes import log
from cms.changes.affected import affected
from cms.changes.place import Place

MAX_CHANGES, MAX_PAGES = 200, 500
"""Limits between two versions of the index, above which no answer is valid."""


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
