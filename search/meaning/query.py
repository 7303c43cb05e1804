"""The similarity in meaning of pages to the words of a request."""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from prometheus_client.metrics_core import CounterMetricFamily, Metric

from search.engines.spelling import positive_texts
from search.meaning import nearest
from search.meaning.embedding import EmbeddingError, Vectors
from search.meaning.models import STATE_ROW, PageVectors, VectorsState
from search.meaning.provider import provider
from search.meaning.vectors import similarity
from search.request.search_request import SearchRequest

SECONDS = 0.3
"""Timeout for the vector of a query at a service."""
PAUSE = 10.0
"""Seconds after a failure in which the provider is not used."""

logger = logging.getLogger(__name__)


class _Pause:
    """A pause after a failure of the provider, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self.failures = 0

    def is_on(self) -> bool:
        return time.monotonic() < self._until

    def begin(self, error: EmbeddingError) -> None:
        with self._lock:
            self._until = time.monotonic() + PAUSE
            self.failures += 1
        logger.warning("Searches compare words only: %s", error)

    def end(self) -> None:
        self._until = 0.0


pause = _Pause()


class MeaningUnavailableError(Exception):
    """The model is unavailable or vectors are incomplete: results are ordered by words."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vector of the words of a request, with the model and the version of its vectors."""

    model: str
    version: str | None
    """None if no page has vectors."""
    vector: Vectors

    def similarity(self, ids: Sequence[int]) -> list[float | None]:
        """Return the cosine similarity of pages, None for pages without vectors; one query."""
        rows = PageVectors.objects.filter(model=self.model, page_id__in=ids)
        similarities = {
            page: similarity(self.vector, bytes(stored))
            for page, stored in rows.values_list("page_id", "vectors")
        }
        return [similarities.get(page) for page in ids]

    def nearest(self, limit: int) -> list[int]:
        """Return the ids of the nearest pages, in all languages and on all sites, nearest first."""
        if self.version is None:
            return []
        return nearest.nearest(nearest.table(self.version), self.vector, limit)


def meaning_of(request: SearchRequest) -> Meaning | None:
    """Return the meaning of a request; None if `EMBEDDINGS` is not set or it has no words.

    Raises MeaningUnavailableError if the model or service fails or is slow, or if the vectors of
    pages are not complete yet.
    """
    if not settings.EMBEDDINGS or request.sort != "relevance":
        return None
    text = text_of(request)
    if not text:
        return None
    if pause.is_on():
        raise MeaningUnavailableError
    try:
        service = provider()
        if service is None:
            return None
        state = VectorsState.objects.filter(pk=STATE_ROW, model=service.model).first()
        if state is None:
            raise MeaningUnavailableError
        vector = _vector(service.model, text)
        if state.size and vector.shape[1] != state.size:
            raise EmbeddingError(f"A vector has {vector.shape[1]} numbers, not {state.size}.")
        return Meaning(service.model, nearest.version_of(state), vector)
    except EmbeddingError as error:
        pause.begin(error)
        raise MeaningUnavailableError from error


def text_of(request: SearchRequest) -> str:
    """Return the words of a request whose meaning is compared; those it excludes are left out."""
    return " ".join(positive_texts(request.query.tree))


@lru_cache(maxsize=1024)
def _vector(model: str, text: str) -> Vectors:
    """Return the vector of a query by the current provider, whose model is part of the key."""
    service = provider()
    if service is None:
        raise EmbeddingError("EMBEDDINGS is not set.")
    return service.embed([text], "query", SECONDS)


def metrics() -> Iterator[Metric]:
    """Yield for /metrics how often this process could not compare meaning."""
    yield CounterMetricFamily(
        "search_meaning_failures",
        "Failures of the model or service that EMBEDDINGS names.",
        value=pause.failures,
    )
