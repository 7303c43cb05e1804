"""How the readers fare: what readiness and metrics say about each."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from cms.changes import log
from cms.changes.models import FailedChange, ReaderState
from cms.changes.readers import Reader, UnavailableError, readers


@dataclass(frozen=True, slots=True)
class Standing:
    """One reader: how far behind the log's head, and what is wrong with it."""

    name: str
    behind: int | None
    """Changes it has yet to read; None while it must start over."""
    lag: float
    """Seconds since the oldest of them was made."""
    error: str
    failing_since: datetime.datetime | None
    failed_changes: int

    @property
    def state(self) -> str:
        """`ok`, `failing`, or `rebuilding` while it has no place in the log."""
        if self.error:
            return "failing"
        return "rebuilding" if self.behind is None else "ok"


def standings() -> list[Standing]:
    """Of every reader that the settings name; a few small queries each."""
    return [_standing(reader) for reader in readers()]


def _standing(reader: Reader) -> Standing:
    state = ReaderState.objects.filter(name=reader.name).first()
    error = state.error if state else ""
    try:
        behind, lag = _distance(reader)
    except UnavailableError as away:
        behind, lag, error = None, 0.0, error or f"UnavailableError: {away}"
    return Standing(
        name=reader.name,
        behind=behind,
        lag=lag,
        error=error,
        failing_since=state.failing_since if state else None,
        failed_changes=FailedChange.objects.filter(reader=reader.name).count(),
    )


def _distance(reader: Reader) -> tuple[int | None, float]:
    place = reader.place()
    if place is None:
        return None, 0.0
    try:
        unread = log.since(place, 1)
        behind = log.count_since(place)
    except log.PlaceLostError:
        return None, 0.0
    if not unread:
        return 0, 0.0
    return behind, max(0.0, (timezone.now() - unread[0].at).total_seconds())


def components() -> dict[str, dict[str, object]]:
    """For /readyz: each reader's state, lag in changes and seconds, and last error."""
    return {
        f"reader:{each.name}": {
            "state": each.state,
            "behind": each.behind,
            "lag_seconds": round(each.lag, 1),
            "error": each.error.partition(":")[0],  # its kind; the text may hold addresses
            "failed_changes": each.failed_changes,
        }
        for each in standings()
    }


def metrics() -> list[tuple[str, str, dict[str, str], float]]:
    """For /metrics: (name, help, labels, value), all of them gauges."""
    found: list[tuple[str, str, dict[str, str], float]] = []
    for each in standings():
        labels = {"reader": each.name}
        found += [
            ("change_reader_behind", "Changes yet to be read.", labels, float(each.behind or 0)),
            ("change_reader_lag_seconds", "Age of the oldest unread change.", labels, each.lag),
            (
                "change_reader_failing",
                "1 while the last try failed.",
                labels,
                float(bool(each.error)),
            ),
            (
                "change_reader_failed_changes",
                "Changes that failed.",
                labels,
                float(each.failed_changes),
            ),
        ]
    return found
