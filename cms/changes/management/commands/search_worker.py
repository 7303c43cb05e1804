"""Runs the change log's readers and the clock."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.changes import clock, log, worker
from cms.changes.models import ReaderState
from cms.changes.place import Place
from cms.changes.readers import Reader, UnavailableError, readers

GIVE_UP = 10.0  # seconds a reader may fail before --once says so
LOOK = 0.05  # seconds between two looks at the readers' places


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
            help="Return when every reader has reached the log's present head, whoever did it.",
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
            signal.raise_signal(caught[0])  # the work is not done, and the caller shall know

    def _catch_up(self, stop: threading.Event) -> None:
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
                if (timezone.now() - since).total_seconds() > GIVE_UP:
                    raise CommandError(f"{reader.name} cannot go on: {state.error}")
            time.sleep(LOOK)


@contextmanager
def caught_signals(stop: threading.Event) -> Iterator[list[int]]:
    """Set `stop` on SIGINT and SIGTERM and list them; restore the former handlers afterwards."""
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
    """Return whether a reader's place is in the head's log and not before it."""
    try:
        place = reader.place()
    except UnavailableError:
        return False
    if place is None or place.log != head.log:
        return False
    return (place.transaction, place.id) >= (head.transaction, head.id)
