"""Work on batches of ids, divided among processes that each set up Django first."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

import django

from cms.changes.threads.parent import end_with_parent

WORTH_PROCESSES = 4000  # pages; below, starting processes takes longer than they save
MAX_PROCESSES = 4
AHEAD = 3  # batches per process that are built ahead

type Batches = Iterable[tuple[int, ...]]


def map_batches[Built](
    build: Callable[[tuple[int, ...]], Built],
    batches: Batches,
    progress: Callable[[int], object],
    *,
    parallel: bool,
) -> Iterator[Built]:
    """Yield what `build` returns for each batch, in order; `progress` is called with its size.

    With `parallel`, several processes build, so `build` and its results must be picklable. Only a
    few batches are built ahead, so that memory usage does not grow.
    """
    if parallel:
        yield from _in_processes(build, batches, progress)
        return
    for batch in batches:
        yield build(batch)
        progress(len(batch))


def _in_processes[Built](
    build: Callable[[tuple[int, ...]], Built],
    batches: Batches,
    progress: Callable[[int], object],
) -> Iterator[Built]:
    processes = min(MAX_PROCESSES, os.cpu_count() or 1)
    waiting: deque[tuple[int, Future[Built]]] = deque()
    with ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=_set_up
    ) as pool:
        for batch in batches:
            waiting.append((len(batch), pool.submit(build, batch)))
            if len(waiting) >= processes * AHEAD:
                size, built = waiting.popleft()
                yield built.result()
                progress(size)
        for size, built in waiting:
            yield built.result()
            progress(size)


def _set_up() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C stops the process that waits for these
    end_with_parent()  # the pool would wait for work of a parent that was killed
    django.setup()
