"""Compares an index with the database, page by page, in flat memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched

from cms.changes import log
from cms.changes.affected import affected
from cms.changes.drift import Drift
from cms.changes.place import Place
from cms.maintenance.register import register
from search.document import SearchDocument
from search.engines.protocol import IndexDamagedError, IndexedEngine, Stamp
from search.indexing.batches import PAGES_AT_ONCE, page_ids
from search.indexing.builder import build


@dataclass(slots=True)
class Report:
    """The result for one engine.

    `lost` is the reason why the index as a whole does not belong to this database, or empty.
    """

    engine: str
    documents: int = 0
    drift: list[Drift] = field(default_factory=list)
    in_flux: int = 0
    """Pages that differ, but changed while they were compared."""
    lost: str = ""

    @property
    def is_true(self) -> bool:
        return not self.drift and not self.lost


def check(engine: IndexedEngine) -> Report:
    """Compare the index with the database, page by page.

    Both are read in the order of page ids. Raises EngineUnavailableError.
    """
    report = Report(engine.name)
    try:
        live = engine.live()
        written = live.place() if live else None
    except IndexDamagedError as error:
        report.lost = str(error)
        return report
    if live is None or written is None:
        report.lost = "There is no index yet."
        return report
    try:
        log.since(Place.parse(written), 1)
    except log.PlaceLostError as error:
        report.lost = str(error)
        return report
    register.invalidate()
    differing = list(_differences(_documents(report), live.stamps()))
    changed = _changed_since(Place.parse(written)) if differing else set()
    report.drift = [each for each in differing if each.id not in changed]
    report.in_flux = len(differing) - len(report.drift)
    return report


def _changed_since(place: Place) -> set[int]:
    pages: set[int] = set()
    while changes := log.since(place, 1000):
        place = changes[-1].place(place.log)
        pages |= set(affected(changes))
    return pages


def _documents(report: Report) -> Iterator[SearchDocument]:
    for batch in batched(page_ids(), PAGES_AT_ONCE):
        documents = sorted(build(batch, 0).documents, key=lambda document: document.id)
        report.documents += len(documents)
        yield from documents


def _differences(documents: Iterator[SearchDocument], stamps: Iterator[Stamp]) -> Iterator[Drift]:
    """Yield the differences of two streams that are sorted by id."""
    document, stamp = next(documents, None), next(stamps, None)
    while document is not None or stamp is not None:
        if stamp is None or (document is not None and document.id < stamp.id):
            yield Drift(document.id if document else 0, "missing")
            document = next(documents, None)
        elif document is None or stamp.id < document.id:
            yield Drift(stamp.id, "unexpected")
            stamp = next(stamps, None)
        else:
            if document.hash != stamp.hash:
                yield Drift(document.id, "different")
            document, stamp = next(documents, None), next(stamps, None)
