"""Keeps what a process holds in memory fresh, without a query in any request.

`listen` registers a callback. It is called with the changes that were committed: at once, in
the committing thread, for the process's own; by the follower's thread, within half a second
and mostly at once, for those of other processes. The same change may come twice. No changes
at all means that anything may have changed: read everything anew.
"""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.db import DatabaseError, close_old_connections, connection

from cms.changes import wake

if TYPE_CHECKING:
    from cms.changes.models import Change
    from cms.changes.place import Place

Listener = Callable[[Sequence["Change"]], None]
POLL = 0.5  # seconds

logger = logging.getLogger(__name__)
_listeners: list[Listener] = []
_lock = threading.Lock()
_stop = threading.Event()
_thread: threading.Thread | None = None


def listen(listener: Listener) -> None:
    """Calls the listener from now on; a cache registers first and reads the database after."""
    if listener not in _listeners:
        _listeners.append(listener)


def forget(listener: Listener) -> None:
    _listeners.remove(listener)


def announce(changes: Sequence["Change"]) -> None:
    """Tells this process's listeners, and wakes followers and workers everywhere."""
    _tell(changes)
    wake.ring()


def _tell(changes: Sequence["Change"]) -> None:
    for listener in list(_listeners):
        try:
            listener(changes)
        except Exception:
            logger.exception("A listener failed: %r", listener)


def start() -> None:
    """Starts this process's thread, once; a fork or a reload starts its own."""
    global _thread
    with _lock:
        if _thread is None or not _thread.is_alive():
            _stop.clear()
            _thread = threading.Thread(target=_follow, name="change-follower", daemon=True)
            _thread.start()


def stop() -> None:
    """Ends the thread and waits for it."""
    if _thread is not None:
        _stop.set()
        _thread.join(timeout=5)


def _after_fork() -> None:
    global _lock, _stop, _thread
    _lock, _stop, _thread = threading.Lock(), threading.Event(), None


os.register_at_fork(after_in_child=_after_fork)


def _follow() -> None:
    sleeper = wake.Sleeper()
    place: Place | None = None
    while not _stop.is_set():
        try:
            place = _catch_up(place)
        except DatabaseError as error:
            logger.warning("The change log could not be read: %s", type(error).__name__)
            connection.close()
        sleeper.wait(POLL, _stop)
        close_old_connections()
    connection.close()


def _catch_up(place: "Place | None") -> "Place":
    from cms.changes import log

    if place is None:  # at the start: what was loaded before the thread ran may be stale
        place = log.head()
        _tell([])
        return place
    try:
        while changes := log.since(place):
            place = changes[-1].place(place.log)
            _tell(changes)
    except log.PlaceLostError:
        return _catch_up(None)
    return place
