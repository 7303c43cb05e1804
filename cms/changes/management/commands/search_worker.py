"""Runs the change log's readers and the clock jobs."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from cms.changes import clock, log, worker
from cms.changes.models import ReaderState
from cms.changes.place import Place
from cms.changes.readers import Reader, UnavailableError, readers

FAILURE_TIMEOUT = 10.0  # seconds that a reader may fail before --once reports it
POLL = 0.05  # seconds between checks of the readers' places


class Command(BaseCommand):
    help = (
        "Runs the readers of the change log (search indexes, caches, webhooks) and the clock "
        "(go-live, expiry, maintenance windows). Stands by while another process does. "
        "Ends gracefully on SIGINT and SIGTERM."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="Exit when every reader has reached the current head of the log, in any process.",
        )

    def handle(self, *, once: bool, **options: Any) -> None:
        stop = threading.Event()
        with caught_signals(stop) as caught:
            if once:
                self._catch_up(stop)
            else:
                self.stdout.write("The worker runs; Ctrl+C ends it.")
                worker.run(stop)
        if once and caught:
            signal.raise_signal(caught[0])  # report to the caller that the work is not done

    def _catch_up(self, stop: threading.Event) -> None:
        connection.ensure_connection()  # the jobs only log their failures
        clock.run_all()
        head = log.head()
        if all(reached(reader, head) for reader in readers()):
            return
        working = threading.Thread(target=worker.run, args=[stop], name="worker")
        working.start()
        try:
            for reader in readers():
                self._wait_for(reader, head, stop)
        finally:
            stop.set()
            working.join()

    def _wait_for(self, reader: Reader, head: Place, stop: threading.Event) -> None:
        began = timezone.now()
        while not stop.is_set() and not reached(reader, head):
            state = ReaderState.objects.filter(name=reader.name).first()
            if state and state.failing_since:
                since = max(state.failing_since, began)
                if (timezone.now() - since).total_seconds() > FAILURE_TIMEOUT:
                    raise CommandError(f"{reader.name} cannot go on: {state.error}")
            time.sleep(POLL)


@contextmanager
def caught_signals(stop: threading.Event) -> Iterator[list[int]]:
    """Set `stop` on SIGINT and SIGTERM; yield a list of those caught."""
    caught: list[int] = []

    def catch(number: int, frame: FrameType | None) -> None:
        caught.append(number)
        stop.set()

    before = {number: signal.signal(number, catch) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def reached(reader: Reader, head: Place) -> bool:
    """Return whether a reader has reached `head`, or a later place in the same log."""
    try:
        place = reader.place()
    except UnavailableError:
        return False
    if place is None or place.log != head.log:
        return False
    return (place.transaction, place.id) >= (head.transaction, head.id)
