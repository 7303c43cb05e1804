"""Successful responses: JSON, with what caches need to know about it."""

from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json

from cms.caching.response import CacheableResponse
from cms.delivery.http.surrogate_keys import header

CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-while-revalidate=30"


def answer(
    content: Any, keys: Iterable[str] = (), *, is_cacheable: bool = False, language: str = ""
) -> CacheableResponse:
    """Return 200 with `content` as JSON; `keys` become the `Surrogate-Key` header.

    `language` is the code of the one language of the content; left out for several.
    """
    response = CacheableResponse(
        to_json(content), content_type="application/json", is_cacheable=is_cacheable
    )
    response["Cache-Control"] = CACHE_CONTROL
    if surrogate_keys := header(keys):
        response["Surrogate-Key"] = surrogate_keys
    response.language = language
    return response
