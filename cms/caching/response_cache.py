"""Caches in this process, of responses and others; a change drops those it invalidates."""

import math
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from django.conf import settings

from cms.caching import stale_if_error
from cms.caching.boundaries import Boundaries, read_boundaries
from cms.caching.cached_only import is_cached_only, record_hit, record_miss
from cms.caching.invalidation import generation, is_invalidated
from cms.caching.response import CachedResponse
from cms.maintenance.flags import Snapshot, changed_pages
from cms.maintenance.register import register

Key = tuple[str, ...]
OVERHEAD = 1_000  # approximate bytes of an entry besides its body and keys
KEY_SIZE = 8  # bytes of a pointer: the keys themselves are shared


class Version(NamedTuple):
    """The state of the database from which a response is made."""

    generation: int
    snapshot: Snapshot


class Sized(Protocol):
    @property
    def size(self) -> int:
        """Return the approximate size in memory in bytes."""


@dataclass(slots=True)
class _Cached[Entry: Sized]:
    """An entry, the keys of what it shows, and the version at which it was last valid."""

    entry: Entry
    keys: tuple[str, ...]
    version: Version
    boundaries: Boundaries
    """The times at which the public state changes without an edit."""
    expires_at: float
    """Seconds since the epoch."""

    @property
    def size(self) -> int:
        return self.entry.size + OVERHEAD + KEY_SIZE * len(self.keys)


class KeyedCache[Entry: Sized]:
    """A thread-safe LRU cache of at most `max_size` bytes, by default `ANSWER_MEMORY`.

    An entry is valid while no change invalidates its keys, the maintenance flags of its pages stay
    the same, and no maintenance window of any page starts or ends and no page expires. While the
    database is down, windows and expiries drop only the entries that show their pages; after ten
    minutes, all entries are dropped.
    """

    def __init__(self, max_size: int | None = None) -> None:
        self._max_size = max_size
        self._lock = threading.Lock()
        self._entries: OrderedDict[Key, _Cached[Entry]] = OrderedDict()
        self._size = 0

    def version(self) -> Version:
        """Return the current version, which must be read before an entry is made, for `put`."""
        return Version(generation(), register.snapshot())

    def get(self, key: Key) -> Entry | None:
        """Return the entry, or None if there is none or it is stale."""
        cached = self._entries.get(key)
        if cached is None or not self._is_current(cached):
            return None
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
        return cached.entry

    def put(
        self,
        key: Key,
        entry: Entry,
        made_from: Version,
        keys: Iterable[str],
        seconds: float = math.inf,
    ) -> None:
        """Cache an entry, unless it is too large or a change invalidated it while it was made.

        `keys` are the keys of all that it shows (`cms.caching.cache_keys`). It expires after
        `seconds`, unless the database is down.
        """
        interned = tuple(map(sys.intern, dict.fromkeys(keys)))
        expires_at = time.time() + seconds
        cached = _Cached(entry, interned, made_from, _boundaries(made_from), expires_at)
        limit = self._limit()
        if cached.size > limit or not self._is_current(cached):
            return
        with self._lock:
            if previous := self._entries.pop(key, None):
                self._size -= previous.size
            self._entries[key] = cached
            self._size += cached.size
            while self._size > limit:
                _, oldest = self._entries.popitem(last=False)
                self._size -= oldest.size

    def _limit(self) -> int:
        if self._max_size is None or not settings.ANSWER_MEMORY:
            return settings.ANSWER_MEMORY
        return self._max_size

    def _is_current(self, cached: _Cached[Entry]) -> bool:
        current, made_from = self._version_in_memory(), cached.version
        if current is None:
            return False
        if time.time() >= cached.boundaries.first and not self._is_valid_while_down(cached):
            return False
        if stale_if_error.is_too_stale() or (
            time.time() >= cached.expires_at and not stale_if_error.is_database_down()
        ):
            return False
        if current.generation != made_from.generation and is_invalidated(
            cached.keys, made_from.generation
        ):
            return False
        if current.snapshot is not made_from.snapshot:
            changed = changed_pages(made_from.snapshot, current.snapshot)
            if changed is None or not _is_disjoint(changed, cached.keys):
                return False
        cached.version = current
        return True

    def _version_in_memory(self) -> Version | None:
        """Return the current version; None if only a query could tell, and may not be made."""
        if not is_cached_only():
            return self.version()
        current, snapshot = generation(), register.loaded_snapshot()
        return None if snapshot is None else Version(current, snapshot)

    def _is_valid_while_down(self, cached: _Cached[Entry]) -> bool:
        """Return whether the database is down and no boundary of its pages has passed."""
        if not stale_if_error.is_database_down():
            return False
        pages = cached.boundaries.passed(time.time())
        return pages is not None and _is_disjoint(pages, cached.keys)


class ResponseCache[Entry: Sized](KeyedCache[Entry]):
    """A cache of responses, which records hits and misses for the event loop."""

    def get(self, key: Key) -> Entry | None:
        """Return the entry, or None if there is none or it is stale."""
        entry = super().get(key)
        if entry is None:
            record_miss()
        else:
            record_hit()
        return entry


def _is_disjoint(pages: Iterable[int], keys: Iterable[str]) -> bool:
    return {f"{kind}-{pk}" for pk in pages for kind in ("page", "stub")}.isdisjoint(keys)


_last_read: tuple[Version, Boundaries] | None = None


def _boundaries(version: Version) -> Boundaries:
    """Return the boundaries at a version; one query per version."""
    global _last_read
    cached = _last_read
    if (
        cached is not None
        and cached[0].generation == version.generation
        and cached[0].snapshot is version.snapshot
        and time.time() < cached[1].first
    ):
        return cached[1]
    boundaries = read_boundaries(version.snapshot)
    _last_read = version, boundaries
    return boundaries


responses: ResponseCache[CachedResponse] = ResponseCache()
"""Pages and API responses."""
