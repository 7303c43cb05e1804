"""The reader of the change log that updates the documents and the public dates of pages."""

import logging
from collections.abc import Callable, Iterable, Sequence
from itertools import batched, chain
from uuid import uuid4

from django.db import transaction
from django.db.models import Model
from wagtail.models import Site

from cms.caching import lookups
from cms.changes import log
from cms.changes.affected import ids_in_order, is_content_only
from cms.changes.models import Change
from cms.changes.place import Place
from cms.changes.readers import UnavailableError
from cms.changes.threads import processes
from cms.delivery.documents.models import STATE_ROW, DocumentsState, PageDay, PageDocument
from cms.delivery.documents.software import software
from cms.delivery.documents.stale import stale_pages
from cms.delivery.writing.builder import BuildResult, build
from cms.delivery.writing.days import dated_pages
from cms.maintenance.register import register

PAGES_AT_ONCE = 50  # built together, and written in one short transaction

logger = logging.getLogger(__name__)


class DocumentReader:
    """Writes the documents of changed pages, and its place in the log.

    Each write checks that no other process has written in the meantime, so that a slow process
    cannot overwrite newer documents.
    """

    name = "documents"
    batch = 500
    local = False
    is_ordered = True
    settling = 0.0

    def __init__(self) -> None:
        self._writer = ""

    def place(self) -> Place | None:
        """Return the place; None also for documents of other software, which are rebuilt."""
        state = DocumentsState.objects.filter(pk=STATE_ROW, software=software()).first()
        if state is None or not state.place:
            return None
        self._writer = state.writer
        return Place.parse(state.place)

    def apply(self, changes: Sequence[Change], upto: Place) -> None:
        """Write the documents of the pages that the changes make stale, or of all pages."""
        pages = stale_pages(changes) if changes else None
        if pages is None:
            self.start_over()
            return
        if not is_content_only(changes):
            _clear_caches()
        *earlier, last = [*batched(pages, PAGES_AT_ONCE)] or [()]
        self._write(chain.from_iterable(earlier))
        built = build(last)
        with transaction.atomic():
            self._check()
            self._store_documents(built)
            self._store(upto)

    def start_over(
        self, progress: Callable[[int], object] = lambda pages: None, *, parallel: bool = False
    ) -> None:
        """Write all documents in batches; none is used until the last one is written.

        With `parallel`, several processes build them if there are many.
        """
        start, self._writer = log.head(), uuid4().hex
        DocumentsState.objects.update_or_create(
            pk=STATE_ROW,
            defaults={"place": "", "software": software(), "writer": self._writer},
        )
        _clear_caches()
        days = PageDay.objects.values_list("page_id", flat=True)
        documents = PageDocument.objects.values_list("page_id", flat=True)
        unpublished = {*days, *documents}.difference(ids_in_order(dated_pages()))
        parallel = parallel and dated_pages().count() >= processes.WORTH_PROCESSES
        self._write(ids_in_order(dated_pages()), progress, parallel=parallel)
        with transaction.atomic():
            self._check()
            for ids in batched(sorted(unpublished), PAGES_AT_ONCE):
                PageDocument.objects.filter(page_id__in=ids).delete()
                PageDay.objects.filter(page_id__in=ids).delete()
            self._store(start)

    def close(self) -> None:
        """Do nothing: there is nothing to release."""

    def _write(
        self,
        page_ids: Iterable[int],
        progress: Callable[[int], object] = lambda pages: None,
        *,
        parallel: bool = False,
    ) -> None:
        batches = batched(page_ids, PAGES_AT_ONCE)
        for built in processes.map_batches(build, batches, progress, parallel=parallel):
            with transaction.atomic():
                self._check()
                self._store_documents(built)

    def _store_documents(self, built: BuildResult) -> None:
        _upsert(PageDocument, built.documents)
        _upsert(PageDay, built.days)
        PageDocument.objects.filter(page_id__in=built.missing).delete()
        PageDay.objects.filter(page_id__in=built.undated).delete()

    def _check(self) -> None:
        """Raise UnavailableError if another process has started to write; else lock the state."""
        states = DocumentsState.objects.select_for_update().filter(pk=STATE_ROW)
        state = states.filter(writer=self._writer, software=software()).first()
        if state is None:
            raise UnavailableError("Another process writes the documents.")

    def _store(self, place: Place) -> None:
        self._writer = uuid4().hex
        DocumentsState.objects.filter(pk=STATE_ROW).update(
            place=str(place),
            log=place.log,
            transaction=place.transaction,
            change_id=place.id,
            writer=self._writer,
        )


def _upsert[M: Model](model: type[M], rows: Iterable[M]) -> None:
    model._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=[field.name for field in model._meta.fields if not field.primary_key],
    )


def _clear_caches() -> None:
    """Clear this process's caches of the tables from which documents are built."""
    register.invalidate()
    Site.clear_site_root_paths_cache()
    lookups.clear()
