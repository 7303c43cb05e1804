"""A second search with compounds written otherwise, where the first finds hardly anything."""

from collections.abc import Callable

from search.plan.ranking import SPELLING_HITS
from search.request.search_request import SearchRequest
from search.result import SearchResult

Search = Callable[[SearchRequest], SearchResult]


def search_loosened(search: Search, request: SearchRequest) -> SearchResult:
    """Return the result of `search`, or that of the loosened request if it finds more."""
    result = search(request)
    if result.total < SPELLING_HITS and request.loosened:
        found = search(request.loosened)
        return found if found.total > result.total else result
    return result
