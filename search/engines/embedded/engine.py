"""The embedded engine: tantivy, in the web process; it needs no server."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from tantivy import Occur, Query

from search.document import SearchDocument
from search.engines.compounds import search_with_compounds
from search.engines.embedded.compiler import Compiler
from search.engines.embedded.dictionary import EmbeddedDictionary
from search.engines.embedded.facets import facets
from search.engines.embedded.generation import EmbeddedGeneration
from search.engines.embedded.schema import read
from search.engines.embedded.snapshot import (
    EmbeddedSnapshot,
    snapshot_of,
    stored_documents,
    version_of,
)
from search.engines.embedded.store import Store
from search.engines.excerpts import with_highlights
from search.engines.ordering import sort_columns
from search.engines.pool import (
    Ranked,
    following,
    is_reordered,
    locale_boosts,
    recency,
    reordered,
)
from search.engines.protocol import EngineUnavailableError
from search.engines.spelling import respelled
from search.plan.marking import terms_to_highlight
from search.plan.nodes import Plan
from search.plan.planner import plan
from search.plan.ranking import MAX_OFFSET, POOL
from search.plan.titles import title
from search.request.search_request import SearchRequest
from search.result import Hit, SearchResult, Suggestion
from search.text.forms import folded
from search.text.words import words

SORT_FIELDS = {
    "-date": ("day", tantivy.Order.Desc),
    "date": ("day_or_last", tantivy.Order.Asc),
    "title": ("title_order", tantivy.Order.Asc),
}


class EmbeddedEngine(Store):
    name = "embedded"

    def __init__(self, folder: Path | None = None) -> None:
        """Use the index in `folder`, by default `SEARCH_INDEX_DIR`."""
        super().__init__(folder or settings.SEARCH_INDEX_DIR)
        self.folder.mkdir(parents=True, exist_ok=True)

    def search(
        self, request: SearchRequest, after: Mapping[str, object] | None, seconds: float
    ) -> SearchResult:
        return search_with_compounds(lambda variant: self._search(variant, after, seconds), request)

    def _search(
        self, request: SearchRequest, after: Mapping[str, object] | None, seconds: float
    ) -> SearchResult:
        end = time.monotonic() + seconds
        generation = self._searchable()
        searcher = generation.searcher()
        compiler = Compiler(generation.schema, searcher)
        query_plan = plan(request.expanded_tree)
        offset = int(str(after["offset"])) if after else 0
        moved = after is not None and after["index"] != version_of(generation, generation.place())
        last = after.get("last") if after and moved else None
        hits, total, offset = self._hits(generation, compiler, request, query_plan, offset, last)
        result = SearchResult(
            engine=self.name,
            total=total,
            relation="eq",
            hits=hits,
            after=self._after(generation, total, offset, hits, request.limit),
            moved=moved,
        )
        return self._completed(result, generation, compiler, request, query_plan, end)

    def suggest(self, text: str, locales: Sequence[str], limit: int) -> list[Suggestion]:
        typed = [folded(word) for word in words(text)]
        if not typed:
            return []
        generation = self._searchable()
        searcher = generation.searcher()
        schema = generation.schema
        clauses = [
            (Occur.Must, Query.term_query(schema, "title_word", word, "freq"))
            for word in typed[:-1]
        ]
        completions = searcher.terms_with_prefix("title_word", typed[-1], limit=64)
        if not completions:
            return []
        last = Query.term_set_query(schema, "title_word", [word for word, _ in completions])
        clauses.append((Occur.Must, last))
        if locales:
            chosen = Query.term_set_query(schema, "locale", list(locales))
            clauses.append((Occur.Must, Query.const_score_query(chosen, 0.0)))
        result = searcher.search(Query.boolean_query(clauses), 4 * limit, count=False)
        documents = [read(searcher.doc(address)) for _, address in result.hits]
        documents.sort(key=lambda d: (not folded(d.title).startswith(typed[0]), len(d.title)))
        return [Suggestion(d.title, d.path, page=d.id) for d in documents[:limit]]

    def counts(self, request: SearchRequest, pages: Collection[int]) -> tuple[int, int]:
        """Return the number of documents that match the request: of all, and of these pages."""
        generation = self._searchable()
        searcher = generation.searcher()
        matcher = Compiler(generation.schema, searcher).matcher
        query = self._matching(matcher, request, plan(request.expanded_tree))
        changed_pages = Query.term_set_query(generation.schema, "id", sorted(pages))
        both = Query.boolean_query([(Occur.Must, query), (Occur.Must, changed_pages)])
        total, changed = (searcher.search(each, 1).count or 0 for each in (query, both))  # type: ignore[attr-defined]
        return total, changed

    def documents(self, pages: Collection[int]) -> list[SearchDocument]:
        """Return the documents of these pages as they are stored, in any order."""
        if not pages:
            return []
        generation = self._searchable()
        return stored_documents(generation.schema, generation.searcher(), pages)

    def snapshot(self) -> EmbeddedSnapshot | None:
        """Return the live index as it is now; None before the first build."""
        generation = self.live()
        return snapshot_of(generation) if generation else None

    def version(self) -> str | None:
        """Return a value that changes whenever the live index does; None before the first build."""
        generation = self.live()
        return version_of(generation, generation.place()) if generation else None

    def _searchable(self) -> EmbeddedGeneration:
        generation = self.live()
        if generation is None:
            raise EngineUnavailableError("The embedded index has not been built yet.")
        return generation

    def _matching(
        self, compiler: Compiler, request: SearchRequest, query_plan: Plan | None, without: str = ""
    ) -> Query:
        """Return the query with its filters, except for that of the facet `without`."""
        chosen = compiler.filters(request, without)
        return Query.boolean_query(
            [
                (Occur.Must, compiler.whole(query_plan)),
                *((Occur.Must, Query.const_score_query(each, 0.0)) for each in chosen),
            ]
        )

    def _hits(
        self,
        generation: EmbeddedGeneration,
        compiler: Compiler,
        request: SearchRequest,
        query_plan: Plan | None,
        offset: int,
        last: object,
    ) -> tuple[tuple[Hit, ...], int, int]:
        """Return the hits from `offset` on, or after the page `last` if it is in the pool.

        With them the total number of hits, and the offset of the first one returned.
        """
        searcher: Any = compiler.searcher  # its stub lacks the count of results
        query = self._matching(compiler, request, query_plan)
        if request.sort != "relevance":
            field, order = _sort_column(request.sort)
            result = searcher.search(query, request.limit, True, field, offset, order)
            hits = [Hit(read(searcher.doc(where)), None) for _, where in result.hits]
            return tuple(hits), result.count or 0, offset
        query = compiler.titled(query, title(request.expanded_tree))
        query = compiler.preferring(query, locale_boosts(request, query_plan))
        if offset >= POOL:
            result = searcher.search(query, request.limit, True, None, offset)
            ranked = [Ranked(score, address) for score, address in result.hits]
        else:
            result = searcher.search(query, POOL + request.limit, True)
            ranked = self._pooled(generation, searcher, request, query_plan, result.hits, offset)
            if last is not None:
                ids = searcher.fast_field_values("id", [each.address for each in ranked[:POOL]])
                offset = following(ids, offset, last)
            ranked = ranked[offset : offset + request.limit]
        hits = [
            Hit(
                read(searcher.doc(each.address)),
                round(each.score, 4),
                moved_up=each.moved_up,
                is_semantic=each.is_semantic,
            )
            for each in ranked
        ]
        return tuple(hits), result.count or 0, offset

    def _pooled(
        self,
        generation: EmbeddedGeneration,
        searcher: Any,
        request: SearchRequest,
        query_plan: Plan | None,
        hits: Any,
        offset: int,
    ) -> list[Ranked]:
        """Return the hits; those of the pool are reordered by recency, similarity and meaning.

        Recency is computed for the pool only: a clause that matches most pages would cost as much
        as the words.
        """
        pool, others = hits[:POOL], [Ranked(*each) for each in hits[POOL:]]
        days = searcher.fast_field_values("day", [where for _, where in pool])
        boosts = recency(days, date.today())
        first = [
            Ranked(score + boost, address)
            for (score, address), boost in zip(pool, boosts, strict=True)
        ]
        first.sort(key=lambda each: -each.score)
        if is_reordered(request, query_plan, offset):
            order = reordered(
                request,
                query_plan,
                searcher.fast_field_values("id", [each.address for each in first]),
                [each.score for each in first],
                lambda: generation.signatures.read(searcher, [each.address for each in first]),
            )
            first = [
                Ranked(score, first[old].address, up, is_semantic)
                for old, score, up, is_semantic in order
            ]
        return [*first, *others]

    def _after(
        self,
        generation: EmbeddedGeneration,
        total: int,
        offset: int,
        hits: Sequence[Hit],
        limit: int,
    ) -> dict[str, object] | None:
        following_offset = offset + limit
        if not hits or following_offset >= min(total, MAX_OFFSET):
            return None
        last = hits[-1].document.id
        return {
            "offset": following_offset,
            "index": version_of(generation, generation.place()),
            "last": last,
        }

    def _completed(
        self,
        result: SearchResult,
        generation: EmbeddedGeneration,
        compiler: Compiler,
        request: SearchRequest,
        query_plan: Plan | None,
        end: float,
    ) -> SearchResult:
        """Return the result with facets, excerpts and a suggestion, as far as time allows."""
        if time.monotonic() < end and request.facets:

            def without(name: str) -> Query:
                return self._matching(compiler.matcher, request, query_plan, name)

            result = replace(result, facets=facets(compiler.matcher, request, without))
        if not request.has_excerpts:
            return result
        if time.monotonic() < end and query_plan is not None:
            hits = with_highlights(result.hits, terms_to_highlight(query_plan), generation.rests)
            result = replace(result, hits=hits)
        if time.monotonic() < end and query_plan is not None and not request.cursor:
            suggestion = respelled(request, result, EmbeddedDictionary(compiler))
            result = replace(result, suggestion=suggestion)
        return replace(result, partial=time.monotonic() >= end)


def _sort_column(sort: str) -> tuple[str, tantivy.Order]:
    if sort in SORT_FIELDS:
        return SORT_FIELDS[sort]
    column, is_down = sort_columns()[sort]
    return column, tantivy.Order.Desc if is_down else tantivy.Order.Asc
