"""The search's parameters as the OpenAPI document describes them."""

from collections.abc import Iterable
from typing import Any

from search.fields import search_fields
from search.request.parameters import FORMATS, MATCHES, MAX_VALUES, VERSIONS, facet_pattern
from search.request.search_request import (
    DEFAULT_FACET_SIZE,
    DEFAULT_LIMIT,
    MAX_LIMIT,
)

TEXT: dict[str, Any] = {"type": "string"}
DAY: dict[str, Any] = {"type": "string", "pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"}
DAY_DESCRIPTION = "a day, a month or a year, like 2024-05"


def _choice(values: Iterable[str], default: str) -> dict[str, Any]:
    return {"type": "string", "enum": [*values], "default": default}


def _many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "maxItems": MAX_VALUES}


def _facet() -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{facet_pattern()}$"}


def _schemas() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return each parameter's description and JSON schema."""
    fields = search_fields()
    return {
        "site": ("The site to search, where the Host cannot choose it; `all` for all.", TEXT),
        "q": ("A query in the query language; `warnings` says what was not understood.", TEXT),
        "all": ("All of these words.", TEXT),
        "phrase": ("These words, side by side.", TEXT),
        "any": ("Any of these words.", TEXT),
        "none": ("None of these words.", TEXT),
        **{name: (fields[name].description, _many(TEXT)) for name in fields.filters},
        "date_from": (f"Dated from {DAY_DESCRIPTION}.", DAY),
        "date_to": (f"Dated up to {DAY_DESCRIPTION}.", DAY),
        "match": ("Whether words side by side must all be found.", _choice(MATCHES, "any")),
        "sort": ("The order of the results.", _choice(fields.sorts, "relevance")),
        "prefer_locale": (
            "The language whose pages come first among equal matches, like that of the visitor; "
            "`locale` finds no others.",
            TEXT,
        ),
        "facets": (f"Counts by value, by default of {DEFAULT_FACET_SIZE} values.", _many(_facet())),
        "limit": (
            "The most results.",
            {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
        ),
        "cursor": ("From `next` of the part before.", TEXT),
        "format": ("How the results are written.", _choice(FORMATS, "json")),
        "version": (
            "`draft` searches the latest drafts; it needs a key with the scope drafts.",
            _choice(VERSIONS, "live"),
        ),
    }


def openapi_parameters() -> list[dict[str, Any]]:
    """Return the parameters as OpenAPI 3.1 parameter objects."""
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": description,
            "schema": schema,
        }
        | ({"style": "form", "explode": name != "facets"} if schema["type"] == "array" else {})
        for name, (description, schema) in _schemas().items()
    ]
