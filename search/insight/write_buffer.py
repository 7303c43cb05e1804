"""A buffer of rows for the database, which a thread writes in batches.

A search only adds its row to the buffer. If the database is busy, the thread tries again later;
beyond `MAX_ROWS`, the oldest rows are dropped.
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

MAX_ROWS = 20_000  # rows
BATCH = 500  # rows in one transaction
INTERVAL = 2.0  # seconds
LOCK_TIMEOUT = 250  # milliseconds, for SQLite's write lock

logger = logging.getLogger(__name__)


class WriteBuffer:
    """Buffers rows; its thread starts with the first row of a process."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._thread = BackgroundThread("search-log", self._run)
        self._reset()
        os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        self._rows: deque[models.Model] = deque()
        self._lock = threading.Lock()

    def add(self, row: models.Model) -> None:
        """Add a row; this never blocks and never fails."""
        self._rows.append(row)
        while len(self._rows) > MAX_ROWS:
            self._drop_oldest()
        self._start()

    def flush(self) -> None:
        """Write all rows; raises DatabaseError, and then keeps the rows that are not written."""
        with self._lock:
            while batch := [self._rows.popleft() for _ in range(min(BATCH, len(self._rows)))]:
                try:
                    _write(batch)
                except DatabaseError:
                    self._rows.extendleft(reversed(batch))
                    raise
                self.counts["written"] += len(batch)

    def stop(self) -> None:
        """Stop the thread, which first writes the remaining rows."""
        self._thread.stop()

    def _drop_oldest(self) -> None:
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
            stop.wait(INTERVAL)
            try:
                self.flush()
            except DatabaseError as error:
                logger.info("The search log will be written later: %s", type(error).__name__)
            except Exception:
                logger.exception("The search log could not be written.")
            close_old_connections()
        connection.close()


def _write(rows: list[models.Model]) -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT}")
    rows = sorted(rows, key=lambda row: type(row).__name__)
    with transaction.atomic():
        for model, rows_of_model in groupby(rows, lambda row: row.__class__):
            model._default_manager.bulk_create(list(rows_of_model), ignore_conflicts=True)


buffer = WriteBuffer()


def metrics() -> Iterator[Metric]:
    """Yield the numbers of rows that this process has written and dropped, for /metrics."""
    gauge = GaugeMetricFamily("search_log_rows", "Rows of the search log.", labels=["outcome"])
    for outcome in ("written", "dropped"):
        gauge.add_metric([outcome], buffer.counts[outcome])
    yield gauge
