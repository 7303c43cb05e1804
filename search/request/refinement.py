"""Steps from one request to the next: facet values chosen and dropped, boxes emptied."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from search.fields import search_fields
from search.request.search_request import SearchRequest


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a request that can be taken away; `without` is the request that remains.

    `value` is as the address has it; of a period, `2024-01-01..2024-12-31` with open ends empty.
    """

    parameter: str
    value: str
    without: SearchRequest


def toggled(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """Return the request with this value of the facet if it was not chosen, else without it."""
    chosen = request.filter(facet)
    kept = tuple(each for each in chosen if each != value)
    after = request.filtered(facet, kept if value in chosen else (*chosen, value))
    return _changed(after, {})


def within(request: SearchRequest, first: date | None, last: date | None) -> SearchRequest:
    """Return the request with this period, both days included; None is open."""
    return _changed(request, {"date_from": first, "date_to": last})


def chips(request: SearchRequest) -> tuple[Chip, ...]:
    """All that narrows the text: the other boxes, the chosen values and the period."""
    return tuple(_chips(request))


def _chips(request: SearchRequest) -> Iterator[Chip]:
    for box in ("all", "phrase", "any", "none"):
        if text := getattr(request, box).strip():
            yield Chip(box, text, _changed(request, {box: ""}))
    for facet in search_fields().filters:
        for value in request.filter(facet):
            yield Chip(facet, value, toggled(request, facet, value))
    if request.date_from or request.date_to:
        period = f"{request.date_from or ''}..{request.date_to or ''}"
        yield Chip("date", period, within(request, None, None))


def _changed(request: SearchRequest, change: dict[str, Any]) -> SearchRequest:
    """Other results begin at their first page."""
    return replace(request, cursor="", **change)
