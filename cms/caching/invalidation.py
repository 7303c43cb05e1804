"""The version of everything that this process caches: any change in the log makes it stale."""

import threading
from collections.abc import Sequence

from django.conf import settings
from django.core.cache import caches
from wagtail.models import Site

from cms.changes.models import Change, Kind

ADDRESSES = {Kind.SETTINGS, Kind.MOVED}
"""Changes after which pages may have other addresses."""

_lock = threading.Lock()
_generation = 0


def generation() -> int:
    """Return a number that grows with every change of what the public may see."""
    return _generation


def invalidate(changes: Sequence[Change] = ()) -> None:
    """Make all cached values and responses of this process stale; a listener of the change log."""
    global _generation
    kinds = {change.kind for change in changes} if changes else {*Kind}
    # Wagtail clears these only in the process that edits, and before the commit.
    if kinds & ADDRESSES:
        Site.clear_site_root_paths_cache()
    if Kind.MEDIA in kinds and "renditions" in settings.CACHES:  # else all processes share it
        caches["renditions"].clear()
    with _lock:
        _generation += 1
