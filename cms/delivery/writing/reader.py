"""The reader of the change log that keeps the documents true."""

import logging
from collections.abc import Iterable, Sequence
from itertools import batched
from uuid import uuid4

from django.db import transaction
from wagtail.models import Site

from cms.changes import log
from cms.changes.models import Change
from cms.changes.place import Place
from cms.changes.readers import UnavailableError
from cms.delivery.documents.models import STATE_ROW, DocumentsState, PageDocument
from cms.delivery.documents.software import software
from cms.delivery.documents.stale import stale_pages
from cms.delivery.writing.builder import Built, build, live_pages
from cms.maintenance.register import register

PAGES_AT_ONCE = 50  # built together, and written in one short transaction

logger = logging.getLogger(__name__)


class DocumentReader:
    """Writes the documents of pages that have changed, with its place in the log.

    Every write checks that no other process has written since: a process that was slow must
    not overwrite what is newer.
    """

    name = "documents"
    batch = 500
    local = False
    is_ordered = True

    def __init__(self) -> None:
        self._writer = ""

    def place(self) -> Place | None:
        """None also for the documents of other software, which are written again."""
        state = DocumentsState.objects.filter(pk=STATE_ROW, software=software()).first()
        if state is None or not state.place:
            return None
        self._writer = state.writer
        return Place.parse(state.place)

    def apply(self, changes: Sequence[Change], upto: Place) -> None:
        """Write the pages that the changes make stale; all, where these may be any."""
        pages = stale_pages(changes) if changes else None
        if pages is None:
            self.start_over()
            return
        _forget()
        self._write(pages)
        with transaction.atomic():
            self._check()
            self._store(upto)

    def start_over(self) -> None:
        """Write the documents of all pages, in batches; none is read before the last is written."""
        start, self._writer = log.head(), uuid4().hex
        DocumentsState.objects.update_or_create(
            pk=STATE_ROW,
            defaults={"place": "", "software": software(), "writer": self._writer},
        )
        _forget()
        known = PageDocument.objects.values_list("page_id", flat=True)
        gone = set(known) - set(live_pages())
        self._write(live_pages())
        with transaction.atomic():
            self._check()
            for some in batched(sorted(gone), PAGES_AT_ONCE):
                PageDocument.objects.filter(page_id__in=some).delete()
            self._store(start)

    def close(self) -> None:
        """Do nothing: there is nothing to release."""

    def _write(self, page_ids: Iterable[int]) -> None:
        for some in batched(page_ids, PAGES_AT_ONCE):
            self._store_documents(build(some))

    def _store_documents(self, built: Built) -> None:
        fields = [field.name for field in PageDocument._meta.fields if not field.primary_key]
        with transaction.atomic():
            self._check()
            PageDocument.objects.bulk_create(
                built.documents,
                update_conflicts=True,
                unique_fields=["page_id"],
                update_fields=fields,
            )
            PageDocument.objects.filter(page_id__in=built.without).delete()

    def _check(self) -> None:
        """Raise UnavailableError where another process writes; else it waits for this one."""
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


def _forget() -> None:
    """Drop what this process has cached of the tables that documents are written from."""
    register.invalidate()
    Site.clear_site_root_paths_cache()
