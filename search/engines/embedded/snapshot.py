"""The embedded index as it was at one version."""

from collections.abc import Collection
from dataclasses import dataclass

import tantivy
from tantivy import Query

from search.document import SearchDocument
from search.engines.embedded.generation import EmbeddedGeneration
from search.engines.embedded.schema import read


@dataclass(frozen=True, slots=True)
class EmbeddedSnapshot:
    """A searcher, which keeps the files of its version open."""

    version: str
    schema: tantivy.Schema
    searcher: tantivy.Searcher

    def documents(self, pages: Collection[int]) -> list[SearchDocument]:
        """Return the documents of these pages as they were stored, in any order."""
        return stored_documents(self.schema, self.searcher, pages)


def snapshot_of(generation: EmbeddedGeneration) -> EmbeddedSnapshot:
    """Return the newest version of a generation."""
    searcher = generation.searcher()
    version = version_of(generation, generation.place_of(searcher))
    return EmbeddedSnapshot(version, generation.schema, searcher)


def version_of(generation: EmbeddedGeneration, place: str | None) -> str:
    """Return a value that changes whenever the index does."""
    return f"{generation.name}/{place}"


def stored_documents(
    schema: tantivy.Schema, searcher: tantivy.Searcher, pages: Collection[int]
) -> list[SearchDocument]:
    """Return the documents of pages as they are stored, in any order."""
    if not pages:
        return []
    among = Query.term_set_query(schema, "id", sorted(pages))
    hits = searcher.search(among, len(pages), count=False).hits
    return [read(searcher.doc(where)) for _, where in hits]
