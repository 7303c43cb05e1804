"""The version of everything that this process caches: any change in the log makes it stale."""

import threading
from collections.abc import Sequence

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
    if not changes or any(change.kind in ADDRESSES for change in changes):
        # Wagtail clears it only in the process that edits, and before the commit.
        Site.clear_site_root_paths_cache()
    with _lock:
        _generation += 1
