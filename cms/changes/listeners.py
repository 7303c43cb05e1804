"""Callbacks of this process for committed changes, so that what it caches stays fresh.

A listener is called with the changes that were committed: at once, in the committing thread,
for this process's own; by the follower's thread, mostly at once and within half a second, for
those of other processes. The same change may come twice. An empty sequence means that
anything may have changed.
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
    """Call each listener; one that fails is logged and does not keep the others from it."""
    for listener in list(_listeners):
        try:
            listener(changes)
        except Exception:
            logger.exception("A listener failed: %r", listener)
