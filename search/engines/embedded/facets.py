"""Counts of a facet's values, each without the facet's own filter."""

from collections.abc import Callable
from typing import Any

import tantivy

from search.engines.counting import shown_values
from search.request import FacetName, SearchRequest
from search.result import FacetCount

FIELDS: dict[FacetName, str] = {
    "type": "type",
    "organ": "organ",
    "topic": "topic",
    "locale": "locale",
    "date": "year",
}


def facets(
    searcher: tantivy.Searcher,
    request: SearchRequest,
    without: Callable[[str], tantivy.Query],
) -> dict[FacetName, tuple[FacetCount, ...]]:
    """Facets without a choice of their own share one pass; the others take one each.

    `without` gives the query without the filter of the facet of that name.
    """
    free = [(name, size) for name, size in request.facets if not _is_chosen(request, name)]
    counts = _counts(searcher, without(""), free) if free else {}
    for name, size in request.facets:
        if _is_chosen(request, name):
            # The chosen values are always shown, so as many more are asked for.
            more = size + len(request.filter(name))
            counts |= _counts(searcher, without(name), [(name, more)])
    return {name: shown_values(request, name, size, counts[name]) for name, size in request.facets}


def _is_chosen(request: SearchRequest, name: FacetName) -> bool:
    if name == "date":
        return bool(request.date_from or request.date_to)
    return bool(request.filter(name))


def _counts(
    searcher: tantivy.Searcher, query: tantivy.Query, wanted: list[tuple[FacetName, int]]
) -> dict[FacetName, dict[str, int]]:
    asked: dict[str, Any] = {name: _aggregation(name, size) for name, size in wanted}
    answer = searcher.aggregate(query, asked)
    return {
        name: {_key(each["key"]): int(each["doc_count"]) for each in answer[name]["buckets"]}
        for name, _ in wanted
    }


def _aggregation(name: FacetName, size: int) -> dict[str, Any]:
    order = {"_key": "desc"} if name == "date" else {"_count": "desc"}
    terms = {"field": FIELDS[name], "size": size, "segment_size": 10_000, "order": order}
    return {"terms": terms}


def _key(key: Any) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)
