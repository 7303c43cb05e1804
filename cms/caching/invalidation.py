"""Invalidation of cached responses by their cache keys."""

import logging
import threading
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from wagtail.models import Site

from cms.caching.cache_keys import Keys, invalidated_keys
from cms.changes.affected import is_content_only
from cms.changes.models import Change, Kind

URL_CHANGES = {Kind.SETTINGS, Kind.MOVED}
"""Kinds of changes after which pages may have other URLs."""
HISTORY_LENGTH = 512
"""The number of changes whose keys are stored; responses older than these are stale."""

logger = logging.getLogger(__name__)


class _History(NamedTuple):
    generation: int
    """Increases with each change."""
    invalidated: tuple[Keys | None, ...]
    """The keys that each of the last changes invalidated, the newest last; None for all."""
    restated: int
    """The generation of the last change of more than the content of pages."""


_lock = threading.Lock()
_history = _History(0, (), 0)


def generation() -> int:
    """Return a number that increases with every change of what the public may see."""
    return _history.generation


def restated_generation() -> int:
    """Return the generation of the last change of more than the content of pages."""
    return _history.restated


def is_invalidated(keys: Iterable[str], since: int) -> bool:
    """Return whether a change after generation `since` invalidated any of the keys."""
    newest, history, _ = _history
    later = newest - since
    if later > len(history):
        return True
    return any(
        each is None or not each.isdisjoint(keys) for each in history[len(history) - later :]
    )


def invalidate(changes: Sequence[Change] = ()) -> None:
    """Make the responses that show these changes stale, or all; a listener of the change log."""
    kinds = {change.kind for change in changes} if changes else {*Kind}
    # Wagtail clears this cache only in the editing process, and before the commit.
    if kinds & URL_CHANGES:
        Site.clear_site_root_paths_cache()
    # Without a separate cache of renditions, they are in the one that all processes share.
    if Kind.MEDIA in kinds and "renditions" in settings.CACHES:
        caches["renditions"].clear()
    _add_to_history(_keys(changes), restates=not is_content_only(changes))


def _keys(changes: Sequence[Change]) -> Keys | None:
    if not changes:
        return None
    try:
        return invalidated_keys(changes)
    except DatabaseError as error:
        logger.warning("All responses are dropped: %s", type(error).__name__)
        return None


def _add_to_history(keys: Keys | None, *, restates: bool) -> None:
    global _history
    with _lock:
        newest, history, restated = _history
        kept = (*history, keys)[-HISTORY_LENGTH:]
        _history = _History(newest + 1, kept, newest + 1 if restates else restated)
