"""Counts of a facet's values, each without the facet's own filter."""

from collections.abc import Callable
from typing import Any

from tantivy import Occur, Query, Searcher

from search.engines.counting import facet_counts
from search.engines.embedded.compiler import Compiler
from search.request.search_request import SearchRequest
from search.result import FacetCount


def facets(
    compiler: Compiler, request: SearchRequest, without: Callable[[str], Query]
) -> dict[str, tuple[FacetCount, ...]]:
    """Return the counts of the requested facets.

    `without` returns the query without the filter of the named facet. Facets without a chosen
    value share one search; the others take one each.
    """
    searcher = compiler.searcher
    free = [(name, size) for name, size in request.facets if not _is_chosen(request, name)]
    counts = _counts(searcher, without(""), free) if free else {}
    for name, size in request.facets:
        if _is_chosen(request, name):
            # The chosen values are always shown, so as many more are requested.
            more = size + len(request.filter(name))
            counts |= _counts(searcher, without(name), [(name, more)])
            for value in set(request.filter(name)) - counts[name].keys():
                counts[name][value] = _count(compiler, without(name), name, value)
    return {name: facet_counts(request, name, size, counts[name]) for name, size in request.facets}


def _is_chosen(request: SearchRequest, name: str) -> bool:
    if name == "date":
        return bool(request.date_from or request.date_to)
    return bool(request.filter(name))


def _counts(
    searcher: Searcher, query: Query, requested: list[tuple[str, int]]
) -> dict[str, dict[str, int]]:
    aggregations: dict[str, Any] = {name: _aggregation(name, size) for name, size in requested}
    answer = searcher.aggregate(query, aggregations)
    return {
        name: {_key(each["key"]): int(each["doc_count"]) for each in answer[name]["buckets"]}
        for name, _ in requested
    }


def _count(compiler: Compiler, query: Query, field: str, value: str) -> int:
    """Return the count of one value, which need not be among the most frequent."""
    both = [(Occur.Must, query), (Occur.Must, compiler.term(field, value))]
    result: Any = compiler.searcher.search(Query.boolean_query(both), 1)
    return int(result.count or 0)


def _aggregation(name: str, size: int) -> dict[str, Any]:
    order = {"_key": "desc"} if name == "date" else {"_count": "desc"}
    terms = {
        "field": "year" if name == "date" else name,
        "size": size,
        "segment_size": 10_000,
        "order": order,
    }
    return {"terms": terms}


def _key(key: Any) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)
