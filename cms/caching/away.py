"""Serving what is cached while the database is away: marked as stale, and not for long."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from cms.caching.cached_only import was_hit
from cms.changes.threads.contact import contact

AWAY = 3.0
"""Seconds without contact to the change log after which cached responses count as stale."""
LONGEST = 600.0
"""Seconds without contact for which they are served."""
CACHED = {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}


def is_away() -> bool:
    """Return whether cached responses can no longer be compared with the database."""
    return contact.silence() > AWAY


def is_over() -> bool:
    """Return whether the database was away for too long to go on without it."""
    return contact.silence() > LONGEST


class CacheStatusMiddleware:
    """Adds `Cache-Status` (RFC 9211) to stale responses, with how many seconds old they may be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_away() and was_hit() and response.status_code in CACHED:
            response["Cache-Status"] = f"cms; hit; ttl=-{contact.silence():.0f}"
        return response
