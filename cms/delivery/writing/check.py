"""Compares the documents and public dates with the pages, in constant memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import batched, groupby

from wagtail.models import Page

from cms.caching import lookups
from cms.changes import drift, log
from cms.changes.affected import ids_in_order
from cms.changes.drift import Drift, Why
from cms.delivery.documents.models import PageDay, PageDocument
from cms.delivery.documents.stale import stale_pages
from cms.delivery.writing.builder import build
from cms.delivery.writing.reader import PAGES_AT_ONCE, DocumentReader
from cms.maintenance.register import register


@dataclass(slots=True)
class DocumentReport:
    """The result of a check; `lost` is the reason why no document can be used, or empty."""

    documents: int = 0
    drift: list[Drift] = field(default_factory=list)
    in_flux: int = 0
    """The number of pages that differ, but whose changes are not read yet."""
    lost: str = ""

    @property
    def is_true(self) -> bool:
        return not self.drift and not self.lost


def check() -> DocumentReport:
    """Compare every document and public date with a newly built one."""
    report = DocumentReport()
    place = DocumentReader().place()
    if place is None:
        report.lost = "There are no documents of this software yet."
        return report
    try:
        log.since(place, 1)
    except log.PlaceLostError as error:
        report.lost = str(error)
        return report
    register.invalidate()
    lookups.clear()
    differing = [*_differences(report)]
    if differing:
        pending = stale_pages(log.since(place, 1000))
        report.drift = [
            each for each in differing if pending is not None and each.id not in pending
        ]
        report.in_flux = len(differing) - len(report.drift)
    return report


def _differences(report: DocumentReport) -> Iterator[Drift]:
    for ids in batched(_ids(), PAGES_AT_ONCE):
        documents = PageDocument.objects.in_bulk(ids)
        stored = _by_page(documents.values(), PageDay.objects.in_bulk(ids).values())
        result = build(ids)
        built = _by_page(result.documents, result.days)
        report.documents += len(documents)
        for page_id in ids:
            if why := _difference(stored[page_id], built[page_id]):
                yield Drift(page_id, why)


type Written = dict[str, object]
"""The document of one page, its public date, or both."""


def _by_page(
    documents: Iterable[PageDocument], days: Iterable[PageDay]
) -> defaultdict[int, Written]:
    written: defaultdict[int, Written] = defaultdict(dict)
    for document in documents:
        written[document.page_id]["document"] = _content(document)
    for each in days:
        written[each.page_id]["day"] = each.day
    return written


def _difference(stored: Written, built: Written) -> Why | None:
    if stored == built:
        return None
    if built.keys() - stored.keys():
        return "missing"
    return "unexpected" if stored.keys() - built.keys() else "different"


def _ids() -> Iterator[int]:
    """Yield the ids of all pages and of what is written in order; some pages may be deleted."""
    tables = (Page.objects.all(), PageDocument.objects.all(), PageDay.objects.all())
    return (page_id for page_id, _ in groupby(merge(*map(ids_in_order, tables))))


def _content(document: PageDocument) -> tuple[object, ...]:
    """Return the content of a document, without its placeholder for origins."""
    content = document.content.replace(document.origin, "")
    depends = [list(each) for each in document.depends]
    html = document.html.replace(document.origin, "")
    return (document.site_id, content, html, list(document.shown), list(document.linked), depends)


def repair(report: DocumentReport) -> None:
    """Log repairs of the differing pages for the reader; if all are lost, rebuild them."""
    if report.lost:
        DocumentReader().start_over()
        return
    drift.repair(report.drift)
