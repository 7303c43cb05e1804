"""The search's parameters, as the API's OpenAPI document tells them."""

from collections.abc import Iterable
from typing import Any

from search.request.parameters import FACET_PATTERN, FORMATS, MATCHES
from search.request.search_request import (
    DEFAULT_FACET_SIZE,
    DEFAULT_LIMIT,
    MAX_LIMIT,
    SORTS,
)

TEXT: dict[str, Any] = {"type": "string"}
DAY: dict[str, Any] = {"type": "string", "pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"}
DAY_MEANS = "a day, a month or a year, like 2024-05"


def _choice(values: Iterable[str], default: str) -> dict[str, Any]:
    return {"type": "string", "enum": [*values], "default": default}


def _many(what: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": what, "maxItems": 50}


_FACET = {"type": "string", "pattern": f"^{FACET_PATTERN}$"}
_TOLD: dict[str, tuple[str, dict[str, Any]]] = {
    "q": ("A query in the query language; what is not understood is told in `warnings`.", TEXT),
    "all": ("All of these words.", TEXT),
    "phrase": ("These words, side by side.", TEXT),
    "any": ("Any of these words.", TEXT),
    "none": ("None of these words.", TEXT),
    "type": ("Pages of these types.", _many(TEXT)),
    "organ": ("Pages of these organs.", _many(TEXT)),
    "topic": ("Pages on these topics.", _many(TEXT)),
    "locale": ("Pages in these languages.", _many(TEXT)),
    "date_from": (f"Dated from {DAY_MEANS}.", DAY),
    "date_to": (f"Dated up to {DAY_MEANS}.", DAY),
    "match": ("Whether words side by side must all be found.", _choice(MATCHES, "any")),
    "sort": ("The order of the results.", _choice(SORTS, "relevance")),
    "facets": (f"Counts by value, {DEFAULT_FACET_SIZE} unless told.", _many(_FACET)),
    "limit": (
        "The most results.",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    ),
    "cursor": ("From `next` of the part before.", TEXT),
    "format": ("How the answer is written.", _choice(FORMATS, "json")),
}


def described() -> list[dict[str, Any]]:
    """One entry a parameter, as OpenAPI 3.1 has them."""
    return [
        {"name": name, "in": "query", "required": False, "description": means, "schema": schema}
        | ({"style": "form", "explode": name != "facets"} if schema["type"] == "array" else {})
        for name, (means, schema) in _TOLD.items()
    ]
