"""Brings the changes of other processes to this one's listeners, without a query in any request."""

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection

from cms.changes import listeners, log, wakeup
from cms.changes.place import Place
from cms.changes.threads import BackgroundThread

POLL = 0.5  # seconds

logger = logging.getLogger(__name__)


def _follow(stop: threading.Event) -> None:
    waiter = wakeup.Waiter()
    place: Place | None = None
    while not stop.is_set():
        try:
            place = _catch_up(place)
        except DatabaseError as error:
            logger.warning("The change log could not be read: %s", type(error).__name__)
            connection.close()
        waiter.wait(POLL, stop)
        close_old_connections()
    connection.close()


def _catch_up(place: Place | None) -> Place:
    if place is None:  # at the start: what was loaded before the thread ran may be stale
        place = log.head()
        listeners.call([])
        return place
    try:
        while changes := log.since(place):
            place = changes[-1].place(place.log)
            listeners.call(changes)
    except log.PlaceLostError:
        return _catch_up(None)
    return place


thread = BackgroundThread("change-follower", _follow)
"""Started once in each process that serves requests."""
