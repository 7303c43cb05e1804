"""Successful responses: JSON with headers for caches."""

from collections.abc import Collection, Iterable
from typing import Any

from pydantic_core import to_json

from cms.caching.cache_keys import stub_key
from cms.caching.response import CacheableResponse
from cms.delivery.http.surrogate_keys import header, neighbour_keys

PRIVATE = "private, no-store"
CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600"


def answer(
    content: Any, keys: Iterable[str] = (), *, is_cacheable: bool = False, language: str = ""
) -> CacheableResponse:
    """Return 200 with `content` as JSON; `keys` become the `Surrogate-Key` header.

    Those of the pages around pages are added, in the cache of this process, too; without `keys`
    there is no header. `language` is the code of the one language of the content; left out for
    several.
    """
    all_keys = [*keys]
    if all_keys:
        all_keys += neighbour_keys(content)
    return answer_json(to_json(content), all_keys, is_cacheable=is_cacheable, language=language)


def answer_json(
    content: bytes,
    keys: Iterable[str],
    *,
    stubs: Collection[str] = (),
    is_cacheable: bool = False,
    language: str = "",
) -> CacheableResponse:
    """Return 200 with JSON, and with all the keys of what it shows; see `answer`.

    `stubs` are the keys of the pages of which only stubs are shown. The header has the same keys
    for these as for whole pages.
    """
    response = CacheableResponse(
        content, content_type="application/json", is_cacheable=is_cacheable
    )
    response["Cache-Control"] = CACHE_CONTROL
    unique = dict.fromkeys(keys)
    if unique:
        response["Surrogate-Key"] = header(unique)
    response.keys = frozenset(stub_key(key) if key in stubs else key for key in unique)
    response.language = language
    return response


def make_private(response: CacheableResponse) -> CacheableResponse:
    """Return the response with headers by which no cache stores it."""
    response.is_cacheable, response.keys = False, frozenset()
    response["Cache-Control"] = PRIVATE
    response.headers.pop("Surrogate-Key", None)
    return response
