"""The time at which this process last read the change log: its caches were right then."""

import time
from collections.abc import Callable, Iterator

from prometheus_client.metrics_core import GaugeMetricFamily, Metric


class Contact:
    """Safe between threads: one thread writes one value."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at: float | None = None

    def confirm(self) -> None:
        """Note that the log was read now."""
        self._at = self._clock()

    def silence(self) -> float:
        """Return the seconds since the log was read; 0 in a process that does not follow it."""
        return 0.0 if self._at is None else self._clock() - self._at


def metrics() -> Iterator[Metric]:
    """Yield for /metrics how long this process has had no contact to the change log."""
    yield GaugeMetricFamily(
        "change_log_silence_seconds",
        "Time since this process last read the change log.",
        value=contact.silence(),
    )


contact = Contact()
"""That of this process, confirmed by its follower."""
