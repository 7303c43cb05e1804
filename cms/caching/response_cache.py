"""The responses that this process keeps until anything changes."""

import threading
import time
from collections import OrderedDict
from typing import NamedTuple, Protocol

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from wagtail.models import Page

from cms.caching.cached_only import record_hit, record_miss
from cms.caching.invalidation import generation
from cms.caching.response import CachedResponse
from cms.maintenance.flags import Snapshot
from cms.maintenance.register import register

Key = tuple[str, ...]
OVERHEAD = 1_000  # bytes that an entry takes besides its body, roughly


class Version(NamedTuple):
    """The state of the database that a response was made from."""

    generation: int
    snapshot: Snapshot

    def is_same(self, other: "Version") -> bool:
        return self.generation == other.generation and self.snapshot is other.snapshot


class Sized(Protocol):
    @property
    def size(self) -> int:
        """Bytes in memory, roughly."""


class ResponseCache[Entry: Sized]:
    """The entries used last, up to `ANSWER_MEMORY` bytes; safe between threads.

    They are valid while the change log does not move, flags and restrictions stay the same,
    and no window, go-live or expiry begins or ends.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._version: Version | None = None
        self._until = 0.0
        self._size = 0

    def version(self) -> Version:
        """Return the current version; take it before making a response, and give it to `put`."""
        return Version(generation(), register.snapshot())

    def get(self, key: Key) -> Entry | None:
        """Return the entry, or None if there is none or it is stale."""
        entry = self._entries.get(key)
        if entry is None or not self._is_current(self.version()):
            record_miss()
            return None
        record_hit()
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
        return entry

    def put(self, key: Key, entry: Entry, made_from: Version) -> None:
        """Keep the entry, unless it is too large or a change came in while it was made."""
        if entry.size + OVERHEAD > settings.ANSWER_MEMORY or not made_from.is_same(self.version()):
            return
        until = self._until if self._is_current(made_from) else next_boundary(made_from.snapshot)
        with self._lock:
            if not self._is_current(made_from):
                self._entries, self._size = OrderedDict(), 0
                self._version, self._until = made_from, until
            if previous := self._entries.pop(key, None):
                self._size -= previous.size + OVERHEAD
            self._entries[key] = entry
            self._size += entry.size + OVERHEAD
            while self._size > settings.ANSWER_MEMORY:
                _, oldest = self._entries.popitem(last=False)
                self._size -= oldest.size + OVERHEAD

    def _is_current(self, version: Version) -> bool:
        own = self._version
        return own is not None and own.is_same(version) and time.time() < self._until


def next_boundary(snapshot: Snapshot) -> float:
    """Return when time alone next changes what the public may see, in seconds of the epoch."""
    now = timezone.now()
    expiring = Page.objects.filter(live=True, expire_at__gt=now)
    windows = [edge for flag in snapshot.flags.values() for edge in (flag.start, flag.end)]
    edges = [*windows, expiring.aggregate(first=Min("expire_at"))["first"]]
    return min((edge.timestamp() for edge in edges if edge and edge > now), default=float("inf"))


responses: ResponseCache[CachedResponse] = ResponseCache()
"""Pages and API responses, ready to send."""
