"""Pauses between attempts that double each time, with jitter."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses from `first` to `longest` seconds; `jitter` is the share that is random."""

    first: float
    longest: float
    jitter: float = 0.5

    def pause(self, failures: int) -> float:
        """Return the seconds to wait after `failures` in a row, which is at least 1."""
        full: float = min(self.longest, self.first * 2 ** min(failures - 1, 30))
        return full * random.uniform(1 - self.jitter, 1)  # noqa: S311 not for security
