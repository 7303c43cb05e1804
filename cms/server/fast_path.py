"""Responses of a cache, made in the event loop: the way to a thread and back costs more."""

from collections import OrderedDict
from http import HTTPStatus
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from cms.caching.cached_only import NotCachedError, cached_only
from cms.server.reply import Reply, reply_of

MOST = 100_000  # addresses known at a time

Key = tuple[str, str, str]


class FastPath:
    """Remembers which addresses a cache has answered, and answers those without a thread.

    Belongs to the event loop; only requests without a body and without credentials come here.
    """

    def __init__(self, handler: WSGIHandler) -> None:
        self._handler = handler
        self._cached: OrderedDict[Key, None] = OrderedDict()
        self._blocking: set[Key] = set()

    def reply(self, environ: dict[str, Any]) -> Reply | None:
        """Return the response, None where a thread has to make it."""
        key = _key(environ)
        if key not in self._cached:
            return None
        try:
            with cached_only():
                reply = reply_of(self._handler, environ)
        except NotCachedError:
            self._cached.pop(key, None)
            return None
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:  # it tried to read the database
            self._cached.pop(key, None)
            self._blocking.add(key)
            return None
        return reply

    def learn(self, environ: dict[str, Any], reply: Reply) -> None:
        """Note where a thread's response came out of a cache."""
        key = _key(environ)
        if reply.is_cached and key not in self._blocking:
            self._cached[key] = None
            if len(self._cached) > MOST:
                self._cached.popitem(last=False)


def _key(environ: dict[str, Any]) -> Key:
    return environ.get("HTTP_HOST", ""), environ["PATH_INFO"], environ["QUERY_STRING"]
