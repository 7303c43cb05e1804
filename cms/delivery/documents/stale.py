"""The pages whose documents changes of the log make stale."""

from collections.abc import Sequence
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.caching.touched import referring
from cms.changes.affected import affected
from cms.changes.models import Change, Kind
from cms.changes.watching.showing import pages_showing

MAX_PAGES = 5_000
"""Pages of one batch of changes; for more, every document is stale."""
NOT_SHOWN = {Kind.STEERING, Kind.NAVIGATION, Kind.REDIRECT}
JOINED = {Kind.MAINTENANCE, Kind.RESTRICTED}
"""Decided at reading."""
NAMED = {Kind.TOPIC, Kind.RECORD}
"""Kinds of objects whose pages have changes too."""


def stale_pages(changes: Sequence[Change]) -> frozenset[int] | None:
    """Return the ids of the pages to write again after these changes; None for all.

    Pages that have gone are among them. A handful of queries.
    """
    of_pages, pages = [], set[int]()
    for change in changes:
        if change.kind in NOT_SHOWN or change.kind in JOINED:
            continue
        if change.object_type:
            found = _with_object(change)
            if found is None:
                return None
            pages |= found
        elif change.page_id is None:
            return None
        else:
            of_pages.append(change)
    if of_pages:
        below = set[int]()
        for page_id in affected(of_pages):
            below.add(page_id)
            if len(below) > MAX_PAGES:
                return None
        linking = referring([*below])
        if linking is None:
            return None
        pages |= below | linking
    return frozenset(pages)


def _with_object(change: Change) -> set[int] | None:
    """Return the pages that show an object; None where any may."""
    if change.object_id is None:
        return None
    if change.kind in NAMED:
        return set()
    files: dict[str, Any] = {
        model._meta.model_name: model for model in (get_image_model(), get_document_model())
    }
    if change.kind == Kind.MEDIA and change.object_type in files:
        # A file that was deleted has changes of the pages that showed it.
        rows = files[change.object_type]._default_manager.filter(pk=change.object_id)
        return pages_showing(rows)
    return None
