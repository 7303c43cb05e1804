"""Facets as aggregations: each is counted with the filters of all others."""

from typing import Any

from search.engines.counting import facet_counts
from search.engines.elasticsearch import compiler
from search.request.search_request import SearchRequest
from search.result import FacetCount


def aggregations(request: SearchRequest) -> dict[str, Any]:
    return {name: _aggregation(request, name, size) for name, size in request.facets}


def counted(answer: Any, request: SearchRequest) -> dict[str, tuple[FacetCount, ...]]:
    facets: dict[str, tuple[FacetCount, ...]] = {}
    for name, size in request.facets:
        aggregation = answer["aggregations"][name]
        counts = {str(each["key"]): each["doc_count"] for each in aggregation["values"]["buckets"]}
        if "chosen" in aggregation:
            chosen = aggregation["chosen"]["buckets"].items()
            counts |= {value: each["doc_count"] for value, each in chosen}
        facets[name] = facet_counts(request, name, size, counts)
    return facets


def _aggregation(request: SearchRequest, name: str, size: int) -> dict[str, Any]:
    """Return the aggregation of the most frequent values, and of the chosen ones."""
    order = {"_key": "desc"} if name == "date" else {"_count": "desc"}
    chosen = request.filter(name)
    terms = {
        "field": "year" if name == "date" else name,
        "size": size + len(chosen),
        "order": order,
    }
    aggregations: dict[str, Any] = {"values": {"terms": terms}}
    if chosen:
        filters = {value: {"term": {name: value}} for value in chosen}
        aggregations["chosen"] = {"filters": {"filters": filters}}
    others = {"bool": {"filter": compiler.filters(request, name)}}
    return {"filter": others, "aggs": aggregations}
