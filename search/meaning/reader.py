"""The reader of the change log that updates the vectors of pages."""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from itertools import batched

from django.db import transaction

from cms.changes import log
from cms.changes.affected import affected
from cms.changes.models import Change
from cms.changes.place import Place
from cms.changes.readers import UnavailableError
from cms.maintenance.register import register
from search.document import SearchDocument
from search.indexing.batches import build_documents, indexed_pages, page_ids
from search.meaning.embedding import EmbeddingError, Provider
from search.meaning.models import STATE_ROW, PageVectors, VectorsState
from search.meaning.passages import passages
from search.meaning.provider import provider
from search.meaning.vectors import packed

PAGES_AT_ONCE = 25
SECONDS = 30.0
"""Timeout for the passages of one batch of pages at a service."""
PASSAGES_AT_ONCE = 64

logger = logging.getLogger(__name__)


class VectorReader:
    """Embeds the passages of changed pages, except those whose text is the same."""

    name = "vectors"
    batch = 200
    local = False
    is_ordered = True
    settling = 0.0

    def __init__(self) -> None:
        self._size = 0
        """The dimension of vectors; 0 before the first one."""

    def place(self) -> Place | None:
        """Return the place; None also for the vectors of another model, which are rebuilt."""
        model = _provider().model
        state = VectorsState.objects.filter(pk=STATE_ROW, model=model).first()
        self._size = state.size if state else 0
        return Place.parse(state.place) if state else None

    def apply(self, changes: Sequence[Change], upto: Place) -> None:
        service = _provider()
        self._write(affected(changes), service)
        VectorsState.objects.filter(pk=STATE_ROW, model=service.model).update(
            place=str(upto), size=self._size
        )

    def start_over(self) -> None:
        """Embed all pages; the vectors of another model are deleted afterwards."""
        service, start = _provider(), log.head()
        self._size = 0
        self._write(list(page_ids()), service)
        with transaction.atomic():
            VectorsState.objects.update_or_create(
                pk=STATE_ROW,
                defaults={"model": service.model, "size": self._size, "place": str(start)},
            )
        for others in (
            PageVectors.objects.exclude(model=service.model),
            PageVectors.objects.exclude(page_id__in=indexed_pages().values("pk")),
        ):
            others.delete()

    def close(self) -> None:
        """Do nothing: there is nothing to release."""

    def _write(self, ids: Iterable[int], service: Provider) -> None:
        register.invalidate()
        version = log.head().version
        for batch_ids in batched(ids, PAGES_AT_ONCE):
            documents = {each.id: each for each in build_documents(batch_ids, version)}
            self._write_batch(batch_ids, documents, service)

    def _write_batch(
        self, ids: Sequence[int], documents: dict[int, SearchDocument], service: Provider
    ) -> None:
        texts = {
            page: page_texts for page, each in documents.items() if (page_texts := passages(each))
        }
        hashes = {page: _hash(page_texts) for page, page_texts in texts.items()}
        of_model = PageVectors.objects.filter(model=service.model, page_id__in=ids)
        stored_hashes = dict(of_model.values_list("page_id", "text_hash"))
        changed = [page for page in texts if stored_hashes.get(page) != hashes[page]]
        unchanged = next((page for page in texts if stored_hashes.get(page) == hashes[page]), None)
        if unchanged is not None and not self._size:
            stored_vectors = of_model.values_list("vectors", flat=True).get(page_id=unchanged)
            self._size = len(bytes(stored_vectors)) // len(texts[unchanged])
        vectors = self._embed({page: texts[page] for page in changed}, service)
        rows = [
            PageVectors(
                page_id=page,
                model=service.model,
                text_hash=hashes[page],
                vectors=vectors[page],
            )
            for page in changed
        ]
        with transaction.atomic():
            PageVectors.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["model", "page_id"],
                update_fields=["text_hash", "vectors"],
            )
            PageVectors.objects.filter(page_id__in=[p for p in ids if p not in texts]).delete()

    def _embed(self, texts: dict[int, list[str]], service: Provider) -> dict[int, bytes]:
        """Return the packed vectors of the passages of each page; raises UnavailableError."""
        all_texts = [text for page_texts in texts.values() for text in page_texts]
        stored: list[bytes] = []
        try:
            for chunk in batched(all_texts, PASSAGES_AT_ONCE):
                rows = service.embed(chunk, "document", SECONDS)
                stored += [packed(rows[at : at + 1]) for at in range(len(rows))]
        except EmbeddingError as error:
            raise UnavailableError(str(error)) from error
        for size in map(len, stored):
            self._size = self._size or size
            if size != self._size:
                raise UnavailableError(
                    f"EMBEDDINGS gives vectors of {size} numbers where others have {self._size}: "
                    "name its model in the address to make all again."
                )
        vectors = iter(stored)
        return {
            page: b"".join(next(vectors) for _ in page_texts) for page, page_texts in texts.items()
        }


def _provider() -> Provider:
    try:
        configured = provider()
    except EmbeddingError as error:
        raise UnavailableError(str(error)) from error
    if configured is None:
        raise UnavailableError("EMBEDDINGS is not set.")
    return configured


def _hash(texts: Sequence[str]) -> str:
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()
