"""A decorator that caches small query results in this process until the next change."""

import threading
from collections.abc import Callable, Hashable, Iterable

from django.conf import settings

from cms.caching.invalidation import generation, is_invalidated, restated_generation
from cms.maintenance.dependencies import lookup_dependencies
from cms.maintenance.restricted import restricted_pages

_clearings = 0


def clear() -> None:
    """Make all lookups of this process read again, because a change may have not arrived yet."""
    global _clearings
    _clearings += 1


class cached_until_change[K: Hashable, V]:  # noqa: N801 a decorator, named like functools.cache
    """Decorate a function of one hashable argument: its results are cached until any change.

    Without `reads_content` they outlive changes of only the content of pages: a function that reads
    no more of a page than its title, its address and its state. `content_keys` are the cache keys
    of the pages whose content a result has: it also outlives changes of the content of others. A
    result that is computed while a change arrives may be stale and is not cached. Results are
    shared by all users, so restricted pages are never included.
    """

    def __init__(
        self,
        function: Callable[[K], V],
        *,
        reads_content: bool = True,
        content_keys: Callable[[V], Iterable[str]] | None = None,
    ) -> None:
        self._function = function
        self._content_keys = content_keys
        is_kept = content_keys is not None or not reads_content
        self._generation = restated_generation if is_kept else generation
        self._lock = threading.Lock()
        self._age = (-1, 0)
        self._values: dict[K, tuple[V, int]] = {}

    def __call__(self, key: K) -> V:
        began, now, values = self._current_age(), generation(), self._values
        if self._age == began and (cached := values.get(key)):
            value, valid_at = cached
            if self._content_keys is None or valid_at == now:
                return value
            if not is_invalidated(self._content_keys(value), valid_at):
                values[key] = value, now
                return value
        with restricted_pages(included=False), lookup_dependencies():
            value = self._function(key)
        with self._lock:
            if began == self._current_age() and settings.ANSWER_MEMORY:
                if self._age != began:
                    self._age, self._values = began, {}
                self._values[key] = value, now
        return value

    def _current_age(self) -> tuple[int, int]:
        return self._generation(), _clearings
