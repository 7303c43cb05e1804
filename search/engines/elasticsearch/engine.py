"""The Elasticsearch engine, for Elasticsearch 9."""

import contextlib
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zlib import crc32

from django.conf import settings
from elasticsearch import Elasticsearch, NotFoundError

from search.document import SearchDocument
from search.engines.compounds import search_with_compounds
from search.engines.elasticsearch import compiler, paging
from search.engines.elasticsearch.client import QueryTooLargeError, connect, typed_errors
from search.engines.elasticsearch.facets import aggregations, counted
from search.engines.elasticsearch.index_state import IndexState
from search.engines.elasticsearch.pool import pool_body, reordered_hits
from search.engines.elasticsearch.sorting import sort_by
from search.engines.elasticsearch.store import Store
from search.engines.excerpts import with_highlights
from search.engines.pool import is_reordered, locale_boosts
from search.engines.protocol import EngineUnavailableError
from search.engines.spelling import respelled
from search.engines.stored import read_stored
from search.fields import search_fields
from search.plan.marking import terms_to_highlight
from search.plan.nodes import Plan
from search.plan.planner import plan
from search.plan.ranking import MAX_OFFSET
from search.plan.shortening import shortened
from search.plan.titles import title
from search.request.search_request import SearchRequest
from search.result import Hit, SearchResult, Suggestion
from search.text.forms import folded
from search.text.words import words

CUTS = (64, 16)
"""Words per bag, tried in turn if the cluster rejects the query as too large."""
MIN_TIMEOUT = 0.05
"""Timeout in seconds of a request when the time is used up."""
STATE_TIMEOUT = 1.0
"""Timeout in seconds for reading the state of the index."""


class ElasticsearchEngine(Store):
    name = "elasticsearch"

    def __init__(self, client: Elasticsearch | None = None, prefix: str | None = None) -> None:
        super().__init__(client or connect(), prefix or settings.ELASTICSEARCH_INDEX_PREFIX)
        self._state = IndexState(self._read_state)

    def search(
        self, request: SearchRequest, after: Mapping[str, object] | None, seconds: float
    ) -> SearchResult:
        return search_with_compounds(
            lambda one: self._search_shortened(one, after, seconds), request
        )

    def _search_shortened(
        self, request: SearchRequest, after: Mapping[str, object] | None, seconds: float
    ) -> SearchResult:
        """Search again with fewer words if the cluster rejects the query as too large."""
        query_plan = plan(request.expanded_tree)
        for limit in CUTS:
            with contextlib.suppress(QueryTooLargeError):
                return self._search(request, query_plan, after, seconds)
            query_plan = query_plan and shortened(query_plan, limit)
        return self._search(request, query_plan, after, seconds)

    def _search(
        self,
        request: SearchRequest,
        query_plan: Plan | None,
        after: Mapping[str, object] | None,
        seconds: float,
    ) -> SearchResult:
        end = time.monotonic() + seconds
        body = self._body(request, query_plan)
        offset = int(str(after.get("offset", 0))) if after else 0
        if is_reordered(request, query_plan, offset):
            answer = self._send(pool_body(body, request.limit), seconds)
            moved = after is not None and after["index"] != self._read_state()
            last = after.get("last") if after and moved else None
            offset, hits = reordered_hits(self.client, answer, request, query_plan, offset, last)
        else:
            answer, moved = self._following(body, after, offset, end)
            hits = tuple(self._hits(answer, request))
        result = SearchResult(
            engine=self.name,
            total=answer["hits"]["total"]["value"],
            relation=answer["hits"]["total"]["relation"],
            hits=hits,
            facets=counted(answer, request),
            after=self._after(answer, request, query_plan, offset, hits),
            moved=moved,
            partial=bool(answer["timed_out"] or answer["_shards"]["failed"]),
        )
        if not request.has_excerpts:
            return result
        if time.monotonic() < end and query_plan is not None:
            result = replace(
                result, hits=with_highlights(hits, terms_to_highlight(query_plan), self._rests)
            )
        if time.monotonic() < end and query_plan is not None and not request.cursor:
            result = replace(result, suggestion=respelled(request, result, self))
        return replace(result, partial=result.partial or time.monotonic() >= end)

    def version(self) -> str | None:
        """Return the name of the live index and its place, at most about a second old."""
        return self._state.current()

    def snapshot(self) -> None:
        """Return None: Elasticsearch keeps no version that was overwritten."""

    def documents(self, pages: Collection[int]) -> list[SearchDocument]:
        """Return the documents of these pages as they are stored, in any order."""
        if not pages:
            return []
        return self._documents({"query": {"terms": {"id": sorted(pages)}}, "size": len(pages)})

    def counts(self, request: SearchRequest, pages: Collection[int]) -> tuple[int, int]:
        """Return the number of documents that match the request: of all, and of these pages."""
        inner = [compiler.whole(plan(request.expanded_tree)), *compiler.filters(request)]
        answer = self._send(
            {
                "query": {"bool": {"filter": inner}},
                "aggs": {"pages": {"filter": {"terms": {"id": sorted(pages)}}}},
                "size": 0,
                "track_total_hits": True,
            },
            STATE_TIMEOUT,
        )
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise EngineUnavailableError("Elasticsearch: not every document was counted.")
        return answer["hits"]["total"]["value"], answer["aggregations"]["pages"]["doc_count"]

    def suggest(self, text: str, locales: Sequence[str], limit: int) -> list[Suggestion]:
        typed = [folded(word) for word in words(text)]
        if not typed:
            return []
        must: list[dict[str, Any]] = [{"term": {"title_word": word}} for word in typed[:-1]]
        must.append({"prefix": {"title_word": typed[-1]}})
        chosen = [{"terms": {"locale": list(locales)}}] if locales else []
        body = {"query": {"bool": {"must": must, "filter": chosen}}, "size": 4 * limit}
        found = self._documents(body)
        found.sort(key=lambda d: (not folded(d.title).startswith(typed[0]), len(d.title)))
        return [Suggestion(d.title, d.path, page=d.id) for d in found[:limit]]

    def frequency(self, word: str) -> int:
        names = compiler.exact_fields(search_fields().text_names)
        return self._count(compiler.any_of([{"term": {name: word}} for name in names]))

    def pages(self, query_plan: Plan) -> list[SearchDocument]:
        return self._documents({"query": compiler.query(query_plan), "size": 8})

    def _rests(self, page_ids: Sequence[int]) -> dict[int, Mapping[str, str]]:
        """Return the ends of long texts of these pages, by page and name of the text."""
        with typed_errors():
            found = self.client.search(
                index=self._alias("live"),
                query={"terms": {"id": list(page_ids)}},
                size=len(page_ids),
                source_includes=["rest"],
            )
        return {int(e["_id"]): e["_source"].get("rest", {}) for e in found["hits"]["hits"]}

    def _documents(self, body: dict[str, Any]) -> list[SearchDocument]:
        found = self._send(body, 1)["hits"]["hits"]
        return [read_stored(hit["_source"]["stored"]) for hit in found]

    def has_hits(self, request: SearchRequest) -> bool:
        inner = compiler.query(plan(request.expanded_tree))
        return self._count({"bool": {"must": [inner], "filter": compiler.filters(request)}}) > 0

    def _body(self, request: SearchRequest, query_plan: Plan | None) -> dict[str, Any]:
        """Return the body of a search; each facet is counted without its own filter."""
        should: list[dict[str, Any]] = []
        if request.sort == "relevance":
            should = compiler.recency(date.today()) + compiler.titled(title(request.expanded_tree))
            should += compiler.preferring(locale_boosts(request, query_plan))
        return {
            "query": {"bool": {"must": [compiler.whole(query_plan)], "should": should}},
            "post_filter": {"bool": {"filter": compiler.filters(request)}},
            "aggs": aggregations(request),
            "sort": sort_by(request.sort),
            "size": request.limit,
            "track_total_hits": True,
            "track_scores": request.sort == "relevance",
        }

    def _following(
        self, body: dict[str, Any], after: Mapping[str, object] | None, offset: int, end: float
    ) -> tuple[Any, bool]:
        """Return the answer for the page after a cursor, and whether the index has changed since.

        A cursor of the fall-back engine has only an offset.
        """
        seconds = max(end - time.monotonic(), MIN_TIMEOUT)
        if not after:
            return self._send(body, seconds), False
        if "sort" not in after:
            size = min(body["size"], MAX_OFFSET - offset)
            return self._send(body | {"from": offset, "size": size}, seconds), True
        moved = "pit" not in after and after["index"] != self._read_state()
        index = self._alias("live")
        answer, renewed = paging.following(self.client, index, body, after, seconds)
        return answer, moved or renewed

    def _send(self, body: dict[str, Any], seconds: float) -> Any:
        """Return the answer to a search; equal queries go to the same copy of the index.

        Copies that differ in deleted documents score differently.
        """
        with typed_errors():
            try:
                return self.client.search(
                    index=self._alias("live"),
                    preference=f"query{crc32(repr(body.get('query')).encode())}",
                    body={"_source": ["stored"], **body, "timeout": f"{int(1000 * seconds)}ms"},
                )
            except NotFoundError as error:
                raise EngineUnavailableError("The index has not been built yet.") from error

    def _count(self, inner: dict[str, Any]) -> int:
        with typed_errors():
            return int(self.client.count(index=self._alias("live"), query=inner)["count"])

    def _hits(self, answer: Any, request: SearchRequest) -> list[Hit]:
        ranked = request.sort == "relevance"
        return [
            Hit(read_stored(hit["_source"]["stored"]), round(hit["_score"], 4) if ranked else None)
            for hit in answer["hits"]["hits"]
        ]

    def _after(
        self,
        answer: Any,
        request: SearchRequest,
        query_plan: Plan | None,
        offset: int,
        shown: Sequence[Hit],
    ) -> dict[str, object] | None:
        hits, following = answer["hits"]["hits"], offset + request.limit
        if not shown or following >= min(answer["hits"]["total"]["value"], MAX_OFFSET):
            return None
        place: dict[str, object] = {"offset": following}
        if not is_reordered(request, query_plan, following):
            is_pool = is_reordered(request, query_plan, offset)
            place["sort"] = hits[following - 1 if is_pool else -1]["sort"]
        else:
            place["last"] = shown[-1].document.id
        if pit := answer.get("pit_id"):
            return place | {"pit": pit, "index": ""}
        return place | {"index": self._state.current()}

    def _read_state(self) -> str:
        """Return a value that changes whenever the index does; one small request."""
        client = self.client.options(request_timeout=STATE_TIMEOUT)
        with typed_errors():
            found = client.indices.get_mapping(
                index=self._alias("live"), filter_path="*.mappings._meta"
            )
        return "".join(
            f"{name}/{each['mappings']['_meta']['place']}" for name, each in found.items()
        )
