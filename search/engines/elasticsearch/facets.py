"""Facets: each counted within what is chosen in the others."""

from typing import Any

from search.engines.counting import shown_values
from search.engines.elasticsearch import compiler
from search.request import FacetName, SearchRequest
from search.result import FacetCount

FIELDS = {"date": "year"}


def aggregations(request: SearchRequest) -> dict[str, Any]:
    return {name: _aggregation(request, name, size) for name, size in request.facets}


def counted(answer: Any, request: SearchRequest) -> dict[FacetName, tuple[FacetCount, ...]]:
    shown: dict[FacetName, tuple[FacetCount, ...]] = {}
    for name, size in request.facets:
        buckets = answer["aggregations"][name]["values"]["buckets"]
        counts = {str(each["key"]): each["doc_count"] for each in buckets}
        shown[name] = shown_values(request, name, size, counts)
    return shown


def _aggregation(request: SearchRequest, name: FacetName, size: int) -> dict[str, Any]:
    order = {"_key": "desc"} if name == "date" else {"_count": "desc"}
    more = size + len(request.filter(name))
    terms = {"field": FIELDS.get(name, name), "size": more, "order": order}
    others = {"bool": {"filter": compiler.filters(request, name)}}
    return {"filter": others, "aggs": {"values": {"terms": terms}}}
