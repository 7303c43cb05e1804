"""The version of everything that this process caches: any change in the log makes it stale."""

import threading
from collections.abc import Sequence

from cms.changes.models import Change

_lock = threading.Lock()
_generation = 0


def generation() -> int:
    """Return a number that grows with every change of what the public may see."""
    return _generation


def invalidate(changes: Sequence[Change] = ()) -> None:
    """Make all cached values and responses of this process stale; a listener of the change log."""
    global _generation
    with _lock:
        _generation += 1
