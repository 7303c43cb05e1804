"""Serves cached responses in the event loop, because a switch to a thread costs more."""

from collections import OrderedDict
from http import HTTPStatus
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from cms.caching.cached_only import NotCachedError, cached_only
from cms.server.reply import Reply, run_handler

MAX_ADDRESSES = 100_000

Key = tuple[str, str, str]


class FastPath:
    """Tracks the addresses with a cached response, and answers those without a thread.

    It is used by the event loop only, and for requests without a body and without credentials.
    """

    def __init__(self, handler: WSGIHandler) -> None:
        self._handler = handler
        self._cached: OrderedDict[Key, None] = OrderedDict()
        self._blocking: set[Key] = set()

    def reply(self, environ: dict[str, Any]) -> Reply | None:
        """Return the cached response, or None if a thread has to make it."""
        key = _key(environ)
        if key not in self._cached:
            return None
        try:
            with cached_only():
                reply = run_handler(self._handler, environ)
        except NotCachedError:
            self._cached.pop(key, None)
            return None
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:  # it needed the database
            self._cached.pop(key, None)
            self._blocking.add(key)
            return None
        return reply

    def learn(self, environ: dict[str, Any], reply: Reply) -> None:
        """Remember the address if the response came from a cache."""
        key = _key(environ)
        if reply.is_cached and key not in self._blocking:
            self._cached[key] = None
            if len(self._cached) > MAX_ADDRESSES:
                self._cached.popitem(last=False)


def _key(environ: dict[str, Any]) -> Key:
    return environ.get("HTTP_HOST", ""), environ["PATH_INFO"], environ["QUERY_STRING"]
