"""Similarity in meaning on a judged collection, whose documents are not stored as pages."""

from collections.abc import Callable, Iterable
from functools import partial

from search.document import SearchDocument
from search.meaning.embedding import Provider
from search.meaning.passages import passages
from search.meaning.query import text_of
from search.meaning.vectors import packed, similarity
from search.request.search_request import SearchRequest

SECONDS = 30.0
"""Timeout for the vectors of a document or a query."""


class CollectionVectors:
    """The vectors of documents by one provider, as the reader of the change log stores them."""

    def __init__(
        self,
        service: Provider,
        documents: Iterable[SearchDocument],
        progress: Callable[[], None] = lambda: None,
    ) -> None:
        self._provider = service
        self._stored: dict[int, bytes] = {}
        for document in documents:
            texts = passages(document)
            self._stored[document.id] = packed(service.embed(texts, "document", SECONDS))
            progress()

    def ranked(self, request: SearchRequest) -> SearchRequest:
        """Return the request with its first results ordered by meaning, as the site orders them."""
        text = text_of(request)
        if not text:
            return request
        vector = self._provider.embed([text], "query", SECONDS)
        return request.with_similarity(
            lambda ids: [*map(partial(similarity, vector), map(self._stored.__getitem__, ids))]
        )
