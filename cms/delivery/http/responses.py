"""Successful responses: JSON with headers for caches."""

from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json

from cms.caching.response import CacheableResponse
from cms.delivery.http.surrogate_keys import header, neighbour_keys

CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600"


def answer(
    content: Any, keys: Iterable[str] = (), *, is_cacheable: bool = False, language: str = ""
) -> CacheableResponse:
    """Return 200 with `content` as JSON; `keys` become the `Surrogate-Key` header.

    This process's cache has all keys, and those of the pages around pages; the header is
    coarsened where it would be too long. `language` is the code of the one language of the
    content; left out for several.
    """
    known = list(dict.fromkeys(keys))
    response = CacheableResponse(
        to_json(content), content_type="application/json", is_cacheable=is_cacheable
    )
    response["Cache-Control"] = CACHE_CONTROL
    if surrogate_keys := header(known):
        response["Surrogate-Key"] = surrogate_keys
    response.keys = frozenset([*known, *neighbour_keys(content)])
    response.language = language
    return response
