"""The responses that this process keeps until a change touches them."""

import math
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from django.conf import settings

from cms.caching import away
from cms.caching.boundaries import Boundaries, read_boundaries
from cms.caching.cached_only import is_cached_only, record_hit, record_miss
from cms.caching.invalidation import generation, is_touched
from cms.caching.response import CachedResponse
from cms.maintenance.flags import Snapshot, changed_pages
from cms.maintenance.register import register

Key = tuple[str, ...]
OVERHEAD = 1_000  # bytes that an entry takes besides its body and keys, roughly
KEY_SIZE = 8  # bytes of a pointer: the keys themselves are shared


class Version(NamedTuple):
    """The state of the database that a response was made from."""

    generation: int
    snapshot: Snapshot


class Sized(Protocol):
    @property
    def size(self) -> int:
        """Bytes in memory, roughly."""


@dataclass(slots=True)
class _Kept[Entry: Sized]:
    """An entry, the keys of what it shows, and the version at which it was last found right."""

    entry: Entry
    keys: tuple[str, ...]
    version: Version
    boundaries: Boundaries
    """The times at which the public state changes without an edit."""
    until: float
    """Time of expiry, in seconds since the epoch."""

    @property
    def size(self) -> int:
        return self.entry.size + OVERHEAD + KEY_SIZE * len(self.keys)


class ResponseCache[Entry: Sized]:
    """The entries used last, up to `ANSWER_MEMORY` bytes; safe between threads.

    One is valid while no change touches its keys, the flags of the pages it shows stay the
    same, and no window or expiry of any page begins or ends. While the database is away, time
    drops only the entries whose pages it changes, and after ten minutes all.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: OrderedDict[Key, _Kept[Entry]] = OrderedDict()
        self._size = 0

    def version(self) -> Version:
        """Return the current version; take it before making a response, and give it to `put`."""
        return Version(generation(), register.snapshot())

    def get(self, key: Key) -> Entry | None:
        """Return the entry, or None if there is none or it is stale."""
        kept = self._entries.get(key)
        if kept is None or not self._is_current(kept):
            record_miss()
            return None
        record_hit()
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
        return kept.entry

    def put(
        self,
        key: Key,
        entry: Entry,
        made_from: Version,
        keys: Iterable[str],
        seconds: float = math.inf,
    ) -> None:
        """Keep the entry; not if it is too large, or a change touched it while it was made.

        `keys` name all that it shows (`cms.caching.touched`). After `seconds` it is made again,
        unless the database is away.
        """
        shared = tuple(map(sys.intern, dict.fromkeys(keys)))
        until = time.time() + seconds
        kept = _Kept(entry, shared, made_from, _boundaries(made_from), until)
        if kept.size > settings.ANSWER_MEMORY or not self._is_current(kept):
            return
        with self._lock:
            if previous := self._entries.pop(key, None):
                self._size -= previous.size
            self._entries[key] = kept
            self._size += kept.size
            while self._size > settings.ANSWER_MEMORY:
                _, oldest = self._entries.popitem(last=False)
                self._size -= oldest.size

    def _is_current(self, kept: _Kept[Entry]) -> bool:
        if is_cached_only() and not register.is_loaded:
            return False
        current, made_from = self.version(), kept.version
        if time.time() >= kept.boundaries.first and not self._outlasts(kept):
            return False
        if away.is_over() or (time.time() >= kept.until and not away.is_away()):
            return False
        if current.generation != made_from.generation and is_touched(
            kept.keys, made_from.generation
        ):
            return False
        if current.snapshot is not made_from.snapshot:
            changed = changed_pages(made_from.snapshot, current.snapshot)
            if changed is None or not _is_disjoint(changed, kept.keys):
                return False
        kept.version = current
        return True

    def _outlasts(self, kept: _Kept[Entry]) -> bool:
        """Return whether the database is away, and time has changed no page that it shows."""
        if not away.is_away():
            return False
        pages = kept.boundaries.passed(time.time())
        return pages is not None and _is_disjoint(pages, kept.keys)


def _is_disjoint(pages: Iterable[int], keys: Iterable[str]) -> bool:
    return {f"page-{pk}" for pk in pages}.isdisjoint(keys)


_known: tuple[Version, Boundaries] | None = None


def _boundaries(version: Version) -> Boundaries:
    """Return the boundaries as of a version; one query a version."""
    global _known
    known = _known
    if (
        known is not None
        and known[0].generation == version.generation
        and known[0].snapshot is version.snapshot
        and time.time() < known[1].first
    ):
        return known[1]
    boundaries = read_boundaries(version.snapshot)
    _known = version, boundaries
    return boundaries


responses: ResponseCache[CachedResponse] = ResponseCache()
"""Pages and API responses, ready to send."""
