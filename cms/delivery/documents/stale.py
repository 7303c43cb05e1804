"""The pages whose documents are stale after changes."""

from collections.abc import Sequence
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.caching.cache_keys import referring, restated_pages
from cms.changes.affected import affected
from cms.changes.models import Change, Kind
from cms.changes.watching.showing import pages_showing

MAX_PAGES = 5_000
"""The number of affected pages above which all documents are stale."""
NOT_IN_DOCUMENTS = {Kind.STEERING, Kind.NAVIGATION, Kind.REDIRECT}
READ_LIVE = {Kind.MAINTENANCE, Kind.RESTRICTED}
"""Kinds that are applied when a document is read."""
WITH_PAGE_CHANGES = {Kind.TOPIC, Kind.RECORD}
"""Kinds for which changes of the pages that show the object are logged, too."""


def stale_pages(changes: Sequence[Change]) -> frozenset[int] | None:
    """Return the ids of the pages with stale documents after these changes; None for all.

    Deleted pages are included. The number of queries does not depend on the number of changes.
    """
    page_changes, pages = [], set[int]()
    for change in changes:
        if change.kind in NOT_IN_DOCUMENTS or change.kind in READ_LIVE:
            continue
        if change.object_type:
            page_ids = _pages_with_object(change)
            if page_ids is None:
                return None
            pages |= page_ids
        elif change.page_id is None:
            return None
        else:
            page_changes.append(change)
    if page_changes:
        below = set[int]()
        for page_id in affected(page_changes):
            below.add(page_id)
            if len(below) > MAX_PAGES:
                return None
        linking = referring([*below], restated_pages(page_changes, below))
        if linking is None:
            return None
        pages |= below | linking
    return frozenset(pages)


def _pages_with_object(change: Change) -> set[int] | None:
    """Return the ids of the pages that show an object; None if any page may."""
    if change.object_id is None:
        return None
    if change.kind in WITH_PAGE_CHANGES:
        return set()
    files: dict[str, Any] = {
        model._meta.model_name: model for model in (get_image_model(), get_document_model())
    }
    if change.kind == Kind.MEDIA and change.object_type in files:
        # For a deleted file, changes of the pages that showed it are logged.
        rows = files[change.object_type]._default_manager.filter(pk=change.object_id)
        return pages_showing(rows)
    return None
