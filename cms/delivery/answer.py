"""Good answers: JSON with what caches need to know about it."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from pydantic_core import to_json

CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-while-revalidate=30"


def answer(request: HttpRequest, content: Any) -> HttpResponse:
    """200 with a strong ETag, or 304 where the client has it already."""
    if isinstance(content, HttpResponse):
        return content
    body = to_json(content)
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    response["Vary"] = "Accept-Encoding, Origin"
    conditional = get_conditional_response(request, etag=etag, response=response)
    assert conditional is not None  # noqa: S101 it is the response or a 304
    return conditional
