"""The state of the live index, read from the cluster at most once a second in each process."""

import threading
import time
from collections.abc import Callable

from cms.caching.cached_only import record_miss

FRESH = 1.0
"""Seconds for which a state that was read is used."""
LONGEST = 5.0
"""Seconds for which it is used while another thread reads it again."""


class IndexState:
    """The value that `read` returned last; safe between threads.

    A state that is older than a result may report a move of the index that the result already
    has, but it never misses one.
    """

    def __init__(
        self, read: Callable[[], str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read, self._clock = read, clock
        self._reading = threading.Lock()
        self._known: tuple[float, str] | None = None
        """When it was read, and the state."""

    def current(self) -> str:
        """Return the state; raises what reading it raises, and NotCachedError in the event loop."""
        if state := self._younger_than(FRESH):
            return state
        record_miss()
        if not self._reading.acquire(blocking=False):
            if state := self._younger_than(LONGEST):
                return state
            self._reading.acquire()
        try:
            return self._younger_than(FRESH) or self._read_now()
        finally:
            self._reading.release()

    def _younger_than(self, seconds: float) -> str | None:
        known = self._known
        return known[1] if known and self._clock() - known[0] < seconds else None

    def _read_now(self) -> str:
        at = self._clock()  # before reading, so that the state is no older than it says
        state = self._read()
        self._known = at, state
        return state
