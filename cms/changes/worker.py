"""Runs the readers and the clock, each in a thread of its own, in one process of all.

Every web process may have a worker (`start_in_web`), and `search_worker` is one by itself;
the leases decide which of them works. When that process ends, another goes on.
"""

import atexit
import logging
import os
import threading
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import DatabaseError, connection

from cms.changes import clock, follower, log
from cms.changes.lease import Lease, MachineLease, shared_lease
from cms.changes.readers import Reader, readers
from cms.changes.reading import Reading

TEND = 0.5  # seconds between two looks at the leases

logger = logging.getLogger(__name__)
Task = Callable[[threading.Event], None]


class Crew:
    """Threads that run while a lease is held."""

    def __init__(self, lease: Lease, tasks: Callable[[], dict[str, Task]]) -> None:
        self._lease = lease
        self._tasks = tasks
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def tend(self) -> None:
        """Starts the threads once the lease is ours, and ends them when it is lost."""
        if self._threads:
            if not self._lease.held() or not all(each.is_alive() for each in self._threads):
                self.end()
        elif self._lease.acquire():
            self._stop.clear()
            self._threads = [
                threading.Thread(target=task, args=[self._stop], name=name, daemon=True)
                for name, task in self._tasks().items()
            ]
            for thread in self._threads:
                thread.start()

    def end(self) -> None:
        """Lets each thread finish what it is at; the lease is free afterwards."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=30)
        self._threads = []
        self._lease.release()


def _readings(wanted: Callable[[Reader], bool]) -> dict[str, Task]:
    return {reader.name: Reading(reader).run for reader in readers() if wanted(reader)}


def _local_tasks() -> dict[str, Task]:
    return _readings(lambda reader: reader.local)


def _shared_tasks() -> dict[str, Task]:
    log.adopt()
    tasks = _readings(lambda reader: not reader.local)
    for path, every in settings.CLOCK_JOBS.items():
        tasks[path] = partial(clock.keep, path, every)
    return tasks


def run(stop: threading.Event) -> None:
    """Works, or stands by while another process does, until `stop`; then finishes gracefully."""
    crews = [Crew(shared_lease(), _shared_tasks), Crew(MachineLease("local"), _local_tasks)]
    while not stop.is_set():
        for crew in crews:
            try:
                crew.tend()
            except DatabaseError as error:
                logger.warning("The worker waits for the database: %s", type(error).__name__)
                connection.close()
        stop.wait(TEND)
    for crew in crews:
        crew.end()
    connection.close()


_stop = threading.Event()
_thread: threading.Thread | None = None


def start_in_web() -> None:
    """Called where a web process has loaded the site: its follower, and its worker if wanted."""
    global _thread
    follower.start()
    if settings.WORKER_IN_WEB and _thread is None:
        _thread = threading.Thread(target=run, args=[_stop], name="worker", daemon=True)
        _thread.start()
        atexit.register(stop_in_web)


def stop_in_web() -> None:
    if _thread is not None:
        _stop.set()
        _thread.join(timeout=10)
    follower.stop()


def _after_fork() -> None:
    global _stop, _thread
    _stop, _thread = threading.Event(), None


os.register_at_fork(after_in_child=_after_fork)
