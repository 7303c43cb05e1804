"""Cursors of results: opaque to clients, signed, and bound to their request."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from cms.delivery.http.signing import SignedJson
from search.request.search_request import SearchRequest

_PUBLIC, _DRAFTS = SignedJson("search.cursor"), SignedJson("search.cursor.drafts")


class CursorError(ValueError):
    """The cursor was tampered with, or belongs to another request."""


def write_cursor(
    request: SearchRequest, after: Mapping[str, object] | None, *, drafts: bool = False
) -> str | None:
    """Return the cursor of the results after a place; None at the end."""
    if after is None:
        return None
    return _signed(drafts).write([request.fingerprint(), dict(after)])


def read_cursor(request: SearchRequest, *, drafts: bool = False) -> Mapping[str, object] | None:
    """Return the engine's place after the last page of results; raises CursorError."""
    if not request.cursor:
        return None
    try:
        fingerprint, after = _signed(drafts).read(request.cursor)
    except ValueError as error:
        raise CursorError(_("This cursor is not from a search.")) from error
    if fingerprint != request.fingerprint():
        raise CursorError(_("This cursor is from another search."))
    place: Mapping[str, object] = after
    return place


def _signed(drafts: bool) -> SignedJson:
    return _DRAFTS if drafts else _PUBLIC
