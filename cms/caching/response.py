"""Responses that are cached, and how they are sent: tagged, compressed, conditional."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from cms.caching.cache_keys import ANY
from cms.caching.lookups import cached_until_change
from cms.changes.models import Change

COMPRESSION_MINIMUM = 600  # bytes; less fits into one packet anyway
LARGE = 32_768  # bytes; level 3 takes half the time of level 6 for an eighth more bytes
ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)


class CacheableResponse(HttpResponse):
    """A response with the data that the caches of this process need.

    `is_cacheable`: whether all clients get the same response until a change invalidates one of its
    keys. `etag_source`: the bytes from which the ETag is computed, if the body varies from one
    request to the next, as by `took_ms`. `language`: the language code of the content, empty for
    several languages. `keys`: the keys of all that it shows (`cms.caching.cache_keys`); by default,
    any change makes it stale.
    """

    def __init__(self, content: object = b"", *, is_cacheable: bool = False, **kwargs: Any) -> None:
        super().__init__(content, **kwargs)
        self.is_cacheable = is_cacheable
        self.etag_source: bytes | None = None
        self.language = ""
        self.keys: frozenset[str] = frozenset({ANY})


class PreparedResponse(HttpResponse):
    """A cached response, encoded for its client; middleware must not change it."""


@dataclass(frozen=True)
class CachedResponse:
    """A complete 200 response: body, headers and strong ETag (empty for none)."""

    body: bytes
    headers: Mapping[str, str]
    etag: str

    @cached_property
    def compressed(self) -> bytes:
        """Return the body in gzip, compressed once; empty for small bodies."""
        if len(self.body) < COMPRESSION_MINIMUM:
            return b""
        return gzip.compress(self.body, 3 if len(self.body) > LARGE else 6, mtime=0)

    @cached_property
    def last_modified(self) -> int | None:
        """Return the date of `Last-Modified` in seconds since the epoch."""
        value = self.headers.get("Last-Modified")
        return parse_http_date_safe(value) if value else None

    @property
    def size(self) -> int:
        """Return the approximate size in memory in bytes, with the compressed body."""
        return len(self.body) * 4 // 3


def freeze(response: HttpResponse, *, tagged: bool = True) -> CachedResponse:
    """Return an immutable copy of a response, for the cache.

    `tagged` adds a strong ETag and `Last-Modified`: the date of the last change of the whole site,
    because menus and other parts of the layout change with other pages.
    """
    body, etag = response.content, response.get("ETag", "")
    if tagged:
        source = response.etag_source if isinstance(response, CacheableResponse) else None
        etag = f'"{hashlib.blake2b(source or body, digest_size=12).hexdigest()}"'
        if changed := _last_change(None):
            response["Last-Modified"] = http_date(changed.timestamp())
    return CachedResponse(body, dict(response.items()), etag)


def send(request: HttpRequest, cached: CachedResponse) -> HttpResponse:
    """Return a 200, 304 or 412 response (RFC 9110, 13.2.2), in gzip for clients that accept it.

    The ETag depends on the encoding, because strong ETags identify bytes (RFC 9110, 8.8.3.3).
    """
    headers, body, etag = dict(cached.headers), cached.body, cached.etag
    accepts_gzip = ACCEPTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    if accepts_gzip and (compressed := cached.compressed):
        headers["Content-Encoding"], body = "gzip", compressed
        etag = f'{etag[:-1]}-gzip"' if etag else ""
    headers["Content-Length"] = str(len(body))
    if not etag:
        return PreparedResponse(body, headers=headers)
    headers["ETag"] = etag
    full = PreparedResponse(body, headers=headers)
    response = get_conditional_response(request, etag, cached.last_modified, full) or full
    if response.status_code == HTTPStatus.NOT_MODIFIED and "Surrogate-Key" in headers:
        response["Surrogate-Key"] = headers["Surrogate-Key"]
    return response


@cached_until_change
def _last_change(_: None) -> datetime | None:
    return Change.objects.order_by("-transaction", "-id").values_list("at", flat=True).first()
