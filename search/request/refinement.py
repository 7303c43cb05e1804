"""Changes of a request by one click: a facet value added or removed, a box emptied."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from search.fields import search_fields
from search.request.search_request import SearchRequest


@dataclass(frozen=True, slots=True)
class Chip:
    """A removable part of a request; `without` is the request without it.

    `value` is written as in the URL; for a period, `2024-01-01..2024-12-31`, where an open end is
    empty.
    """

    parameter: str
    value: str
    without: SearchRequest


def toggled(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """Return the request with this value of the facet added, or removed if it is there."""
    chosen = request.filter(facet)
    remaining = tuple(each for each in chosen if each != value)
    toggled_request = request.filtered(facet, remaining if value in chosen else (*chosen, value))
    return _changed(toggled_request, {})


def within(request: SearchRequest, first: date | None, last: date | None) -> SearchRequest:
    """Return the request limited to a period, both days included; None is an open end."""
    return _changed(request, {"date_from": first, "date_to": last})


def chips(request: SearchRequest) -> tuple[Chip, ...]:
    """Return what narrows the text: the boxes, the chosen values and the period."""
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
    """Return the request with these changes, at the first page of results."""
    return replace(request, cursor="", **change)
