"""Calls this process's listeners for changes that other processes commit.

A background thread polls the log, so that requests need no query for it.
"""

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection

from cms.changes import listeners
from cms.changes.committed_changes import CommittedChanges
from cms.changes.threads.background import BackgroundThread
from cms.changes.threads.last_read import last_read
from cms.changes.threads.wakeup import Waiter

POLL = 0.5  # seconds

logger = logging.getLogger(__name__)


def _follow(stop: threading.Event) -> None:
    waiter, committed = Waiter(), CommittedChanges()
    while not stop.is_set():
        try:
            changes = committed.read()
        except DatabaseError as error:
            logger.warning("The change log could not be read: %s", type(error).__name__)
            connection.close()
        else:
            last_read.record()
            if changes is None:  # what was cached before may be stale
                listeners.call([])
            elif changes:
                listeners.call(changes)
        waiter.wait(POLL, stop)
        close_old_connections()
    connection.close()


thread = BackgroundThread("change-follower", _follow)
"""Started once in each process that serves requests."""
