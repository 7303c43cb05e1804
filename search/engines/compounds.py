"""A second search with variants of compounds, if the first has few hits."""

from collections.abc import Callable

from search.plan.ranking import SPELLING_HITS
from search.request.search_request import SearchRequest
from search.result import SearchResult

Search = Callable[[SearchRequest], SearchResult]


def search_with_compounds(search: Search, request: SearchRequest) -> SearchResult:
    """Return the result of `search`, or of a search with compound variants if it has more hits."""
    result = search(request)
    if result.total < SPELLING_HITS and request.compound_variants:
        variants = search(request.compound_variants)
        return variants if variants.total > result.total else result
    return result
