"""A facet's values in the order in which people read them."""

from collections.abc import Mapping

from search.request import FacetName, SearchRequest
from search.result import FacetCount


def shown_values(
    request: SearchRequest, name: FacetName, size: int, counts: Mapping[str, int]
) -> tuple[FacetCount, ...]:
    """The chosen values first, also with no page left; then the most frequent."""
    chosen = request.filter(name)
    first = [FacetCount(value, counts.get(value, 0), True) for value in chosen]
    by_count = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ordered = sorted(counts.items(), reverse=True) if name == "date" else by_count
    others = [FacetCount(value, count, False) for value, count in ordered if value not in chosen]
    return tuple(first + others[: max(0, size - len(first))])
