"""The order of a facet's values in results."""

from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR

from search.request.search_request import SearchRequest
from search.result import FacetCount


def whole_years(request: SearchRequest) -> range:
    """Return the years of the request's period if it consists of whole years; else none."""
    first, last = request.date_from, request.date_to
    is_whole = (first is None or (first.month, first.day) == (1, 1)) and (
        last is None or (last.month, last.day) == (12, 31)
    )
    if not is_whole or not (first or last):
        return range(0)
    return range(first.year if first else MINYEAR, (last.year if last else MAXYEAR) + 1)


def facet_counts(
    request: SearchRequest, name: str, size: int, counts: Mapping[str, int]
) -> tuple[FacetCount, ...]:
    """Return the chosen values first, even those without pages, then the most frequent ones."""
    chosen = request.filter(name)
    first = [FacetCount(value, counts.get(value, 0), True) for value in chosen]
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ordered = sorted(counts.items(), reverse=True) if name == "date" else by_count
    within = whole_years(request) if name == "date" else range(0)
    others = [
        FacetCount(value, count, name == "date" and int(value) in within)
        for value, count in ordered
        if value not in chosen
    ]
    return tuple(first + others[: max(0, size - len(first))])
