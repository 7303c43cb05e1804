"""The memory of processes, sampled over time."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from statistics import mean

from benchmarks.plots.lines import Series
from benchmarks.soak.threads import Threads

SAMPLE_EVERY = 5  # seconds


class Memory(Threads):
    """The mean private and shared memory (PSS) of processes in MB, sampled inside the block."""

    def __init__(self, processes: Mapping[str, Callable[[], list[int]]]) -> None:
        self._processes = processes
        super().__init__(self._sample)
        self._points: dict[str, list[tuple[float, float]]] = {name: [] for name in processes}

    @property
    def series(self) -> Mapping[str, Series]:
        """Return the minutes and MB of each kind of process."""
        return self._points

    def _sample(self) -> None:
        begun = time.monotonic()
        while not self.stopping.wait(SAMPLE_EVERY):
            minutes = (time.monotonic() - begun) / 60
            for name, ids in self._processes.items():
                with suppress(OSError, IndexError):  # it was killed and starts again
                    self._points[name].append((minutes, mean(map(megabytes, ids()))))


def megabytes(pid: int) -> float:
    """Return the proportional set size of a process."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    [line] = [line for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(line.split()[1]) / 1024
