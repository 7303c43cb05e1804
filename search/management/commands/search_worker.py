"""Runs the change log's readers and the clock."""

import signal
import threading
import time
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
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        if not once:
            self.stdout.write("The worker runs; Ctrl+C ends it.")
            worker.run(stop)
            return
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


def reached(reader: Reader, head: Place) -> bool:
    """Whether a reader's place is in the head's log and not before it."""
    try:
        place = reader.place()
    except UnavailableError:
        return False
    if place is None or place.log != head.log:
        return False
    return (place.transaction, place.id) >= (head.transaction, head.id)
