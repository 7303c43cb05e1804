"""The state of the live index, read from the cluster at most once a second in each process."""

import threading
import time
from collections.abc import Callable

from cms.caching.cached_only import record_miss

MAX_AGE = 1.0
"""Seconds for which a state is cached."""
MAX_STALE_AGE = 5.0
"""Seconds for which it is used while another thread refreshes it."""


class IndexState:
    """A cached value of `read`; thread-safe.

    A state older than a result may report a change that the result already includes, but never
    misses one.
    """

    def __init__(
        self, read: Callable[[], str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read, self._clock = read, clock
        self._reading = threading.Lock()
        self._cached: tuple[float, str] | None = None
        """The time of reading, and the state."""

    def current(self) -> str:
        """Return the state; raises the errors of `read`, and NotCachedError in the event loop."""
        if state := self._younger_than(MAX_AGE):
            return state
        record_miss()
        if not self._reading.acquire(blocking=False):
            if state := self._younger_than(MAX_STALE_AGE):
                return state
            self._reading.acquire()
        try:
            return self._younger_than(MAX_AGE) or self._read_now()
        finally:
            self._reading.release()

    def _younger_than(self, seconds: float) -> str | None:
        cached = self._cached
        return cached[1] if cached and self._clock() - cached[0] < seconds else None

    def _read_now(self) -> str:
        at = self._clock()  # before reading, so that the age is never underestimated
        state = self._read()
        self._cached = at, state
        return state
