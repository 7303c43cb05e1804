"""Rows on their way to the database: kept in memory, written together, lost rather than waited for.

A search only puts its row here. A thread writes what has gathered, in one short transaction;
where the database is busy it tries again later, and beyond `MOST` rows the oldest are dropped.
"""

import atexit
import logging
import os
import threading
from collections import Counter, deque
from collections.abc import Iterator
from itertools import groupby

from django.db import DatabaseError, close_old_connections, connection, models, transaction
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from cms.changes.threads.background import BackgroundThread

MOST = 20_000  # rows
TOGETHER = 500  # rows in one transaction
EVERY = 2.0  # seconds
PATIENCE = 250  # milliseconds that a write waits for SQLite's lock

logger = logging.getLogger(__name__)


class Buffer:
    """Its thread starts with the first row; a fork's first row starts another."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._thread = BackgroundThread("search-log", self._run)
        self._reset()
        os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        self._rows: deque[models.Model] = deque()
        self._lock = threading.Lock()

    def add(self, row: models.Model) -> None:
        """Never waits and never fails."""
        self._rows.append(row)
        while len(self._rows) > MOST:
            self._drop()
        self._start()

    def flush(self) -> None:
        """Writes what is there; raises DatabaseError, and keeps what is not written."""
        with self._lock:
            while some := [self._rows.popleft() for _ in range(min(TOGETHER, len(self._rows)))]:
                try:
                    _write(some)
                except DatabaseError:
                    self._rows.extendleft(reversed(some))
                    raise
                self.counts["written"] += len(some)

    def stop(self) -> None:
        """Ends the thread, which writes what is left."""
        self._thread.stop()

    def _drop(self) -> None:
        try:
            self._rows.popleft()
        except IndexError:
            return
        self.counts["dropped"] += 1

    def _start(self) -> None:
        if not self._thread.is_running:
            self._thread.start()
            atexit.register(self.stop)

    def _run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            stop.wait(EVERY)
            try:
                self.flush()
            except DatabaseError as error:
                logger.info("The search log waits: %s", type(error).__name__)
            except Exception:
                logger.exception("The search log could not be written.")
            close_old_connections()
        connection.close()


def _write(rows: list[models.Model]) -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    rows = sorted(rows, key=lambda row: type(row).__name__)
    with transaction.atomic():
        for model, some in groupby(rows, lambda row: row.__class__):
            model._default_manager.bulk_create(list(some), ignore_conflicts=True)


buffer = Buffer()


def metrics() -> Iterator[Metric]:
    """Yield for /metrics how many rows of this process were written and dropped."""
    gauge = GaugeMetricFamily("search_log_rows", "Rows of the search log.", labels=["outcome"])
    for outcome in ("written", "dropped"):
        gauge.add_metric([outcome], buffer.counts[outcome])
    yield gauge
