"""A new generation beside the live one: filled, caught up from the log, compared, swapped in."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import batched

from cms.changes import log
from cms.changes.threads import processes
from cms.changes.threads.lease import MachineLease
from cms.maintenance.register import register
from search.document import SearchDocument
from search.engines.protocol import Generation, IndexedEngine, Stamp
from search.indexing.batches import PAGES_AT_ONCE, build_documents, indexed_pages, page_ids
from search.indexing.writing import write_changes

CHANGES_AT_ONCE = 1000

Progress = Callable[[int], object]


class RebuildRunningError(Exception):
    """Another process on this machine is rebuilding the same index."""


class UnequalError(Exception):
    """The new generation does not contain what was written to it, so it was not swapped in."""


class Tally:
    """A count of documents, with a digest of their content that ignores their order."""

    def __init__(self) -> None:
        self.count = 0
        self.digest = 0

    def add(self, item: SearchDocument | Stamp) -> None:
        content = hashlib.blake2b(f"{item.id} {item.hash}".encode(), digest_size=16)
        self.count += 1
        self.digest ^= int.from_bytes(content.digest())


def rebuild(
    engine: IndexedEngine, progress: Progress = lambda done: None, *, parallel: bool = False
) -> int:
    """Build a new generation and switch to it while edits go on; return its number of documents.

    A rebuild that was killed leaves a generation behind, which the next one removes. Raises
    RebuildRunningError, UnequalError, EngineUnavailableError.
    """
    lease = MachineLease(f"rebuild-{engine.name}")
    if not lease.acquire():
        raise RebuildRunningError(f"Another process is rebuilding the {engine.name} index.")
    try:
        engine.tidy()
        generation = engine.begin()
        count = _fill(generation, progress, parallel)
        generation.close()
        engine.swap(generation)
        return count
    finally:
        engine.tidy()
        lease.release()


def _fill(generation: Generation, progress: Progress, parallel: bool) -> int:
    start = log.head()  # before the first page is read: later changes are caught up
    register.invalidate()
    written = Tally()
    generation.fill(_tallied(_all_documents(start.version, progress, parallel), written))
    generation.write([], [], version=start.version, place=str(start))
    _compare(written, generation)
    place = start
    while changes := log.since(place, CHANGES_AT_ONCE):
        place = changes[-1].place(place.log)
        write_changes(generation, changes, place)
    return generation.count()


def _tallied(batches: Iterable[list[SearchDocument]], tally: Tally) -> Iterator[SearchDocument]:
    for documents in batches:
        for document in documents:
            tally.add(document)
            yield document


def _compare(written: Tally, generation: Generation) -> None:
    indexed = Tally()
    for stamp in generation.stamps():
        indexed.add(stamp)
    if indexed.count != written.count:
        raise UnequalError(f"{written.count} documents were written and {indexed.count} are found.")
    if indexed.digest != written.digest:
        raise UnequalError("The documents found are not the documents that were written.")


def _all_documents(
    version: int, progress: Progress, parallel: bool
) -> Iterator[list[SearchDocument]]:
    parallel = parallel and indexed_pages().count() >= processes.WORTH_PROCESSES
    build = partial(build_documents, version=version)
    return processes.map_batches(
        build, batched(page_ids(), PAGES_AT_ONCE), progress, parallel=parallel
    )
