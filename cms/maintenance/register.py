"""Flags and view restrictions in memory: both tables are tiny, and every request needs them."""

import threading

from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction

from cms.maintenance.flags import Flag, Snapshot, Source
from cms.maintenance.models import Maintenance
from cms.maintenance.wording import default_notice


class Register:
    """Keeps the newest snapshot of this process; after `invalidate` the next look reads again.

    A thread that has written flags sees them at once; the others after its commit, and never
    if it rolls back. A snapshot that equals the one before is the same object.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._newest: Snapshot | None = None
        self._generation = 0
        self._own = threading.local()

    def written(self) -> None:
        """Note that a flag or a restriction was saved or deleted in this thread."""
        self._own.snapshot = None
        if connection.in_atomic_block:
            transaction.on_commit(self.invalidate)
        else:
            self.invalidate()

    def invalidate(self) -> None:
        self._own.snapshot = None
        self._generation += 1
        self._snapshot = None

    def refresh(self) -> None:
        """Read the snapshot again, so that the next look at it costs no query."""
        self.invalidate()
        self.snapshot()

    @property
    def is_read(self) -> bool:
        """Return true while `snapshot` costs no query."""
        return self._snapshot is not None

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot; reads the database where `is_read` is false."""
        if connection.in_atomic_block and (writes := self._uncommitted()):
            return self._own_snapshot(writes)
        current = self._snapshot
        return self._read() if current is None else current

    def _uncommitted(self) -> int:
        """Count the writes of this thread's transaction, without savepoints rolled back."""
        return sum(entry[1] == self.invalidate for entry in connection.run_on_commit)

    def _own_snapshot(self, writes: int) -> Snapshot:
        own: tuple[int, Snapshot] | None = getattr(self._own, "snapshot", None)
        if own is None or own[0] != writes:
            own = self._own.snapshot = (writes, read_snapshot())
        return own[1]

    def _read(self) -> Snapshot:
        """Read a snapshot; one that a write may have overtaken is not kept."""
        with self._lock:
            generation, current = self._generation, self._snapshot
            if current is None:
                current = read_snapshot()
                if self._newest == current:
                    current = self._newest
                if generation == self._generation:
                    self._snapshot = self._newest = current
        return current


def read_snapshot() -> Snapshot:
    """Read a snapshot: two queries over tiny tables, and one for aliases while there is a flag."""
    flags = [flag_of(row) for row in Maintenance.objects.select_related("page__locale")]
    return Snapshot(
        flags={flag.page_id: flag for flag in flags},
        subtrees={flag.path: flag for flag in flags if flag.with_descendants},
        sources=_sources() if flags else {},
        restricted=frozenset(PageViewRestriction.objects.values_list("page__path", flat=True)),
    )


def flag_of(row: Maintenance) -> Flag:
    usual = default_notice(row.page)
    return Flag(
        page_id=row.page_id,
        path=row.page.path,
        heading=row.heading or usual.heading,
        message=row.message or usual.message,
        start=row.start,
        end=row.end,
        with_descendants=row.with_descendants,
    )


def _sources() -> dict[int, Source]:
    rows = Page.objects.filter(aliases__isnull=False).distinct()
    return {pk: Source(path, of) for pk, path, of in rows.values_list("pk", "path", "alias_of")}


register = Register()
