"""The time at which this process last read the change log, when its caches were valid."""

import time
from collections.abc import Callable, Iterator

from prometheus_client.metrics_core import GaugeMetricFamily, Metric


class LastRead:
    """The time at which the log was last read; thread-safe, because one thread writes one value."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at: float | None = None

    def record(self) -> None:
        """Record that the log was read now."""
        self._at = self._clock()

    def age(self) -> float:
        """Return the seconds since the log was read; 0 in a process that does not follow it."""
        return 0.0 if self._at is None else self._clock() - self._at


def metrics() -> Iterator[Metric]:
    """Yield a gauge for /metrics of the time since this process last read the change log."""
    yield GaugeMetricFamily(
        "change_log_silence_seconds",
        "Time since this process last read the change log.",
        value=last_read.age(),
    )


last_read = LastRead()
"""The time of this process, which its follower records."""
