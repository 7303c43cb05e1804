"""Callbacks for committed changes, which keep this process's caches up to date.

Changes of this process are delivered at once, in the committing thread. Those of other processes
are delivered in the follower's thread, within half a second. The same change may be delivered
twice. An empty sequence means that anything may have changed.
"""

import logging
from collections.abc import Callable, Sequence

from cms.changes.models import Change

Listener = Callable[[Sequence[Change]], None]

logger = logging.getLogger(__name__)
_listeners: list[Listener] = []


def connect(listener: Listener) -> None:
    """Call `listener` from now on; a cache connects first and reads the database afterwards."""
    if listener not in _listeners:
        _listeners.append(listener)


def disconnect(listener: Listener) -> None:
    """Stop calling `listener`; raises ValueError if it is not connected."""
    _listeners.remove(listener)


def call(changes: Sequence[Change]) -> None:
    """Call each listener; log those that fail and go on with the others."""
    for listener in list(_listeners):
        try:
            listener(changes)
        except Exception:
            logger.exception("A listener failed: %r", listener)
