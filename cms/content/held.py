"""Finished answers: their tag, their compressed form, and the conditions they are sent under."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from cms.changes.fresh import Fresh
from cms.changes.models import Change

KEPT_IN_304 = ("Cache-Control", "ETag", "Last-Modified", "Surrogate-Key", "Vary")
WORTH_PACKING = 600  # bytes; less fits into one packet anyway
ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)


@dataclass(frozen=True)
class Held:
    """A finished 200."""

    body: bytes
    headers: Mapping[str, str]
    etag: str

    @cached_property
    def packed(self) -> bytes:
        """The body in gzip, made for the first who takes it so; empty where it is not worth it."""
        if len(self.body) < WORTH_PACKING:
            return b""
        return gzip.compress(self.body, 6, mtime=0)

    @property
    def size(self) -> int:
        """With what its packed form may take."""
        return len(self.body) * 4 // 3


def finish(response: HttpResponse, *, tagged: bool = True, lasting: bytes | None = None) -> Held:
    """Takes the answer as it is; `tagged` gives it a strong ETag, and the date of the last change.

    The tag is of the body, or of what is `lasting` of it.

    What is shown around a page counts, too, so that date is of the whole site.
    """
    body, etag = response.content, response.get("ETag", "")
    if tagged:
        etag = f'"{hashlib.blake2b(lasting or body, digest_size=12).hexdigest()}"'
        if changed := _last_change(None):
            response["Last-Modified"] = http_date(changed.timestamp())
    return Held(body, dict(response.items()), etag)


class Sent(HttpResponse):
    """An answer in the form its client takes."""


def send(request: HttpRequest, held: Held) -> HttpResponse:
    """The answer, compressed for those who take it so, or 304 where the client has it already.

    Each form has a tag of its own, since a strong tag stands for bytes (RFC 9110, 8.8.3.3).
    """
    headers, body, etag = dict(held.headers), held.body, held.etag
    takes_gzip = ACCEPTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    if takes_gzip and (packed := held.packed):
        headers["Content-Encoding"], body = "gzip", packed
        etag = f'{etag[:-1]}-gzip"' if etag else ""
    if etag:
        headers["ETag"] = etag
        if _is_known(request, etag, headers.get("Last-Modified")):
            kept = {name: headers[name] for name in KEPT_IN_304 if name in headers}
            return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=kept)
    return Sent(body, headers=headers | {"Content-Length": str(len(body))})


def _is_known(request: HttpRequest, etag: str, changed: str | None) -> bool:
    """RFC 9110 section 13.2.2: the date counts only where no tag is sent."""
    if tags := request.META.get("HTTP_IF_NONE_MATCH"):
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return etag in known or "*" in known
    since = request.META.get("HTTP_IF_MODIFIED_SINCE")
    if not since or not changed:
        return False
    try:
        return parsedate_to_datetime(changed) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _newest(_: None) -> datetime | None:
    return Change.objects.order_by("-transaction", "-id").values_list("at", flat=True).first()


_last_change: Fresh[None, datetime | None] = Fresh(_newest)
