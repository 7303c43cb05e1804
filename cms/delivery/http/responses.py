"""Successful responses: JSON, with what caches need to know about it."""

from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json

from cms.caching.response import CacheableResponse

CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-while-revalidate=30"


def answer(
    content: Any, keys: Iterable[str] = (), *, is_cacheable: bool = False
) -> CacheableResponse:
    """Return 200 with `content` as JSON; `keys` become the `Surrogate-Key` header."""
    response = CacheableResponse(
        to_json(content), content_type="application/json", is_cacheable=is_cacheable
    )
    response["Cache-Control"] = CACHE_CONTROL
    if header := " ".join(dict.fromkeys(keys)):
        response["Surrogate-Key"] = header
    return response
