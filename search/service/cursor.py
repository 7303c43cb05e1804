"""Where a page of results ends: opaque to clients, signed, and bound to its request."""

import base64
import json
from collections.abc import Mapping

from django.core.signing import BadSignature, Signer

from search.request.search_request import SearchRequest

_signer = Signer(salt="search.cursor")


class CursorError(ValueError):
    """The cursor was tampered with, or belongs to another request."""


def write_cursor(request: SearchRequest, after: Mapping[str, object]) -> str:
    text = _signer.sign(json.dumps([request.fingerprint(), dict(after)], separators=(",", ":")))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(request: SearchRequest) -> Mapping[str, object] | None:
    """What the engine gave with the page of results before; raises CursorError."""
    if not request.cursor:
        return None
    try:
        padded = request.cursor + "=" * (-len(request.cursor) % 4)
        text = _signer.unsign(base64.urlsafe_b64decode(padded).decode())
    except (ValueError, BadSignature) as error:
        raise CursorError("The cursor is not one that a search gave.") from error
    fingerprint, after = json.loads(text)
    if fingerprint != request.fingerprint():
        raise CursorError("The cursor belongs to another search.")
    found: Mapping[str, object] = after
    return found
