"""The status of each reader, for readiness and metrics."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from cms.changes import log
from cms.changes.models import FailedChange, ReaderState
from cms.changes.readers import Reader, UnavailableError, readers

LONG_TRANSACTION = 60.0  # seconds; a request or a batch takes less than one
GAUGES = {
    "behind": "Changes yet to be read.",
    "lag_seconds": "Age of the oldest unread change.",
    "failing": "1 while the last attempt failed.",
    "failed_changes": "Changes that failed after several attempts.",
}


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """The number of changes that a reader has yet to apply, and its last error."""

    name: str
    behind: int | None
    """Changes yet to be read; None while it must start over."""
    lag: float
    """Seconds since the oldest of them was appended."""
    error: str
    failing_since: datetime.datetime | None
    failed_changes: int

    @property
    def state(self) -> str:
        """Return `ok`, `failing`, or `rebuilding` while the reader has no place in the log."""
        if self.error:
            return "failing"
        return "rebuilding" if self.behind is None else "ok"


def reader_statuses() -> list[ReaderStatus]:
    """Return the status of every reader; a few small queries for each."""
    return [_reader_status(reader) for reader in readers()]


def _reader_status(reader: Reader) -> ReaderStatus:
    state = ReaderState.objects.filter(name=reader.name).first()
    error = state.error if state else ""
    try:
        behind, lag = _unread(reader)
    except UnavailableError as unavailable:
        behind, lag, error = None, 0.0, error or f"UnavailableError: {unavailable}"
    return ReaderStatus(
        name=reader.name,
        behind=behind,
        lag=lag,
        error=error,
        failing_since=state.failing_since if state else None,
        failed_changes=FailedChange.objects.filter(reader=reader.name).count(),
    )


def _unread(reader: Reader) -> tuple[int | None, float]:
    place = reader.place()
    if place is None or not log.has(place):
        return None, 0.0
    unread = log.oldest_after(place)
    if unread is None:
        return 0, 0.0
    return log.count_since(place), max(0.0, (timezone.now() - unread.at).total_seconds())


def components() -> dict[str, dict[str, object]]:
    """Return each reader's state, lag and last error, for /readyz."""
    return {
        f"reader:{status.name}": {
            "state": status.state,
            "behind": status.behind,
            "lag_seconds": round(status.lag, 1),
            "error": status.error.partition(":")[0],  # its type; the text may hold addresses
            "failed_changes": status.failed_changes,
        }
        for status in reader_statuses()
    }


def transactions() -> dict[str, dict[str, object]]:
    """Return the age of the oldest open transaction, for /readyz; `long` delays ordered readers."""
    age = log.oldest_transaction_age()
    state = "long" if age > LONG_TRANSACTION else "ok"
    return {"transactions": {"state": state, "oldest_seconds": round(age, 1)}}


def metrics() -> Iterator[Metric]:
    """Yield gauges for /metrics."""
    gauges = {
        name: GaugeMetricFamily(f"change_reader_{name}", text, labels=["reader"])
        for name, text in GAUGES.items()
    }
    for status in reader_statuses():
        for name, value in (
            ("behind", status.behind or 0),
            ("lag_seconds", status.lag),
            ("failing", bool(status.error)),
            ("failed_changes", status.failed_changes),
        ):
            gauges[name].add_metric([status.name], value)
    yield from gauges.values()
    yield GaugeMetricFamily(
        "database_oldest_transaction_seconds",
        "Age of the oldest open transaction that has written, in any database of the cluster.",
        value=log.oldest_transaction_age(),
    )
