"""Documents built by several processes. A new process knows no Django until `_set_up` has run."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

import django

from search.document import SearchDocument

MAX_PROCESSES = 4
AHEAD = 3  # batches per process that are built ahead


def build_in_processes(
    batches: Iterable[tuple[int, ...]], version: int, progress: Callable[[int], None]
) -> Iterator[list[SearchDocument]]:
    """Yield the documents of each batch, in order.

    Only a few batches are built ahead, so that memory usage does not grow.
    """
    processes = min(MAX_PROCESSES, os.cpu_count() or 1)
    waiting: deque[tuple[int, Future[list[SearchDocument]]]] = deque()
    with ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=_set_up
    ) as pool:
        for batch in batches:
            waiting.append((len(batch), pool.submit(_build, batch, version)))
            if len(waiting) >= processes * AHEAD:
                size, built = waiting.popleft()
                yield built.result()
                progress(size)
        for size, built in waiting:
            yield built.result()
            progress(size)


def _set_up() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C stops the process that waits for these
    django.setup()


def _build(batch: tuple[int, ...], version: int) -> list[SearchDocument]:
    from search.indexing.batches import build_documents

    return build_documents(batch, version)
