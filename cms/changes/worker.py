"""Runs the readers and the clock jobs, each in a thread, in one process of the deployment.

Every web process may start a worker (`start_in_web`), and `search_worker` runs one in a separate
process; leases decide which of them is active. When that process ends, another takes over.
"""

import atexit
import logging
import threading
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import DatabaseError, connection

from cms.changes import clock, follower, listeners, log
from cms.changes.reader_loop import ReaderLoop
from cms.changes.readers import Reader, readers
from cms.changes.threads.background import BackgroundThread
from cms.changes.threads.lease import Lease, MachineLease, shared_lease

CHECK_INTERVAL = 0.5  # seconds between checks of the leases

logger = logging.getLogger(__name__)
Task = Callable[[threading.Event], None]


class Supervisor:
    """Runs threads while this process has a lease."""

    def __init__(self, lease: Lease, tasks: Callable[[], dict[str, Task]]) -> None:
        self._lease = lease
        self._tasks = tasks
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def check(self) -> None:
        """Start the threads once the lease is acquired; end all if it is lost or one has died."""
        if self._threads:
            if not self._lease.is_valid() or not all(thread.is_alive() for thread in self._threads):
                self.end()
        elif self._lease.acquire():
            listeners.call([])  # what this process has cached may be older than another's work
            self._stop.clear()
            self._threads = [
                threading.Thread(target=task, args=[self._stop], name=name, daemon=True)
                for name, task in self._tasks().items()
            ]
            for thread in self._threads:
                thread.start()

    def end(self) -> None:
        """Let each thread finish its current step, then release the lease."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=30)
        self._threads = []
        self._lease.release()


def _reader_tasks(is_included: Callable[[Reader], bool]) -> dict[str, Task]:
    return {reader.name: ReaderLoop(reader).run for reader in readers() if is_included(reader)}


def _local_tasks() -> dict[str, Task]:
    return _reader_tasks(lambda reader: reader.local)


def _shared_tasks() -> dict[str, Task]:
    log.start_over_if_copied()
    tasks = _reader_tasks(lambda reader: not reader.local)
    for name in clock.clock_jobs.entries():
        tasks[name] = partial(clock.repeat, name)
    return tasks


def run(stop: threading.Event) -> None:
    """Run readers and jobs, or stand by while another process does, until `stop` is set."""
    supervisors = [
        Supervisor(shared_lease(), _shared_tasks),
        Supervisor(MachineLease("local"), _local_tasks),
    ]
    while not stop.is_set():
        for supervisor in supervisors:
            try:
                supervisor.check()
            except DatabaseError as error:
                logger.warning("The worker waits for the database: %s", type(error).__name__)
                connection.close()
        stop.wait(CHECK_INTERVAL)
    for supervisor in supervisors:
        supervisor.end()
    connection.close()


_thread = BackgroundThread("worker", run)


def start_in_web() -> None:
    """Start a web process's follower, and its worker if `WORKER_IN_WEB`."""
    follower.thread.start()
    if settings.WORKER_IN_WEB:
        _thread.start()
        atexit.register(stop_in_web)


def stop_in_web() -> None:
    """Stop both threads and release the leases."""
    _thread.stop(timeout=10)
    follower.thread.stop()
