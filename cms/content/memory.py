"""What a process remembers of its answers until anything changes."""

import threading
import time
from collections import OrderedDict
from typing import Protocol

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from wagtail.models import Page

from cms.changes.fresh import generation
from cms.content.held import Held
from cms.maintenance.flags import Snapshot
from cms.maintenance.register import register

Key = tuple[str, ...]
Moment = tuple[int, Snapshot]
OVERHEAD = 1_000  # bytes that an entry takes besides its body, roughly


class Sized(Protocol):
    @property
    def size(self) -> int:
        """Bytes that it takes, roughly."""


class Memory[Kept: Sized]:
    """The answers used last, within a number of bytes; safe between threads.

    They hold while the change log does not move, flags and restrictions are the same, and no
    window, go-live or expiry begins or ends.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[Key, Kept] = OrderedDict()
        self._moment: Moment | None = None
        self._until = 0.0
        self._size = 0

    def moment(self) -> Moment:
        """Taken before an answer is made, so that one made across a change is not kept."""
        return generation(), register.snapshot()

    def get(self, key: Key) -> Kept | None:
        held = self._held.get(key)
        if held is None or not self._is_current(self.moment()):
            return None
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
        return held

    def put(self, key: Key, held: Kept, made: Moment) -> None:
        if held.size + OVERHEAD > settings.ANSWER_MEMORY or not _same(made, self.moment()):
            return
        until = self._until if self._is_current(made) else boundary(made[1])
        with self._lock:
            if not self._is_current(made):
                self._held, self._size = OrderedDict(), 0
                self._moment, self._until = made, until
            if previous := self._held.pop(key, None):
                self._size -= previous.size + OVERHEAD
            self._held[key] = held
            self._size += held.size + OVERHEAD
            while self._size > settings.ANSWER_MEMORY:
                _, oldest = self._held.popitem(last=False)
                self._size -= oldest.size + OVERHEAD

    def _is_current(self, now: Moment) -> bool:
        then = self._moment
        return then is not None and _same(then, now) and time.time() < self._until


def _same(one: Moment, other: Moment) -> bool:
    return one[0] == other[0] and one[1] is other[1]


def boundary(snapshot: Snapshot) -> float:
    """When time alone next changes what the public may see, in seconds of the epoch."""
    now = timezone.now()
    expiring = Page.objects.filter(live=True, expire_at__gt=now)
    windows = [edge for flag in snapshot.flags.values() for edge in (flag.start, flag.end)]
    edges = [*windows, expiring.aggregate(first=Min("expire_at"))["first"]]
    return min((edge.timestamp() for edge in edges if edge and edge > now), default=float("inf"))


memory: Memory[Held] = Memory()
"""Whole answers, ready to send."""
