"""Cached responses while the database is down: marked as stale, and served for ten minutes."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from cms.caching.cached_only import was_hit
from cms.changes.threads.last_read import last_read

STALE_AFTER = 3.0
"""Seconds without contact to the change log after which cached responses are stale."""
MAX_STALE = 600.0
"""Seconds without contact for which stale responses are served."""
CACHEABLE_STATUS = {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}


def is_database_down() -> bool:
    """Return whether the database is down, so that cached responses may be stale."""
    return last_read.age() > STALE_AFTER


def is_too_stale() -> bool:
    """Return whether the database has been down for too long to serve stale responses."""
    return last_read.age() > MAX_STALE


class CacheStatusMiddleware:
    """Adds `Cache-Status` (RFC 9211) to stale responses, with their maximum age in seconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_database_down() and was_hit() and response.status_code in CACHEABLE_STATUS:
            response["Cache-Status"] = f"cms; hit; ttl=-{last_read.age():.0f}"
        return response
