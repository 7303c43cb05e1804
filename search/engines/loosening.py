"""A second search with other spellings of compounds, where the first has few hits."""

from collections.abc import Callable

from search.plan.ranking import SPELLING_HITS
from search.request.search_request import SearchRequest
from search.result import SearchResult

Search = Callable[[SearchRequest], SearchResult]


def search_loosened(search: Search, request: SearchRequest) -> SearchResult:
    """Return the result of `search`, or that of the loosened request if it has more hits."""
    result = search(request)
    if result.total < SPELLING_HITS and request.loosened:
        loosened = search(request.loosened)
        return loosened if loosened.total > result.total else result
    return result
