"""Flags and view restrictions in memory: both tables are tiny, and every request asks them."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wagtail.models import PageViewRestriction

from cms.maintenance.models import DEFAULT_HEADING, DEFAULT_MESSAGE, Maintenance

STEP = 4  # characters of treebeard's path that each level takes


@dataclass(frozen=True, slots=True)
class Flag:
    page_id: int
    path: str
    heading: str
    message: str
    start: datetime | None
    end: datetime | None
    with_descendants: bool

    def is_in_force(self, at: datetime) -> bool:
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Both tables at a moment; pure look-ups, never a query."""

    flags: Mapping[int, Flag] = field(default_factory=dict)
    subtrees: Mapping[str, Flag] = field(default_factory=dict)
    restricted: frozenset[str] = frozenset()

    def is_restricted(self, path: str) -> bool:
        return bool(self.restricted) and any(step in self.restricted for step in steps(path))

    def flag_of(self, page_id: int, path: str, alias_of: int | None, at: datetime) -> Flag | None:
        """The flag in force: the page's own first, then its source's, then the nearest above."""
        if not self.flags:
            return None
        own = (self.flags.get(each) for each in (page_id, alias_of) if each is not None)
        above = (self.subtrees.get(step) for step in reversed(steps(path)))
        return next((f for f in (*own, *above) if f and f.is_in_force(at)), None)


def steps(path: str) -> list[str]:
    """The paths of a page's ancestors and its own, from the root down."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


class Register:
    """Holds the newest snapshot of this process; `invalidate` makes the next look read anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    def invalidate(self) -> None:
        self._snapshot = None

    def snapshot(self) -> Snapshot:
        current = self._snapshot
        if current is None:
            with self._lock:
                current = self._snapshot = self._snapshot or read_snapshot()
        return current


def read_snapshot() -> Snapshot:
    """Two queries over two tiny tables."""
    flags = [
        Flag(
            page_id=row.page_id,
            path=row.page.path,
            heading=row.heading or DEFAULT_HEADING,
            message=row.message or DEFAULT_MESSAGE,
            start=row.start,
            end=row.end,
            with_descendants=row.with_descendants,
        )
        for row in Maintenance.objects.select_related("page")
    ]
    return Snapshot(
        flags={flag.page_id: flag for flag in flags},
        subtrees={flag.path: flag for flag in flags if flag.with_descendants},
        restricted=frozenset(PageViewRestriction.objects.values_list("page__path", flat=True)),
    )


register = Register()
