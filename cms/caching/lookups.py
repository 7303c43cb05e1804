"""A decorator that caches small query results in this process until the next change."""

import threading
from collections.abc import Callable, Hashable

from django.conf import settings

from cms.caching.invalidation import generation
from cms.maintenance.restricted import restricted_pages


class cached_until_change[K: Hashable, V]:  # noqa: N801 a decorator, named like functools.cache
    """Decorate a function of one hashable argument: its results are cached until any change.

    A result that is computed while a change arrives may be stale and is not cached. Results are
    shared by all users, so restricted pages are never included.
    """

    def __init__(self, function: Callable[[K], V]) -> None:
        self._function = function
        self._lock = threading.Lock()
        self._generation = -1
        self._values: dict[K, V] = {}

    def __call__(self, key: K) -> V:
        began, values = generation(), self._values
        if self._generation == began and key in values:
            return values[key]
        with restricted_pages(included=False):
            value = self._function(key)
        with self._lock:
            if began == generation() and settings.ANSWER_MEMORY:
                if self._generation != began:
                    self._generation, self._values = began, {}
                self._values[key] = value
        return value
