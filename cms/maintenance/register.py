"""Flags and view restrictions in memory, because every request needs these two tiny tables."""

import threading

from django.db import DatabaseError, connection, transaction
from wagtail.models import Page, PageViewRestriction

from cms.maintenance.flags import Flag, Snapshot, Source
from cms.maintenance.models import Maintenance
from cms.maintenance.notice_text import default_notice


class Register:
    """Caches the newest snapshot in this process; after `invalidate` the next access reads it.

    A thread that has written flags sees its changes at once, other threads after the commit, and
    never if it is rolled back. A snapshot that equals the previous one is the same object.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._newest: Snapshot | None = None
        self._generation = 0
        self._thread = threading.local()

    def note_write(self) -> None:
        """Record that a flag or a restriction was saved or deleted in this thread."""
        self._thread.snapshot = None
        if connection.in_atomic_block:
            transaction.on_commit(self.invalidate)
        else:
            self.invalidate()

    def invalidate(self) -> None:
        self._thread.snapshot = None
        self._generation += 1
        self._snapshot = None

    def refresh(self) -> None:
        """Read the snapshot now; requests use the previous one until it is read."""
        if connection.in_atomic_block:  # which may contain uncommitted flags
            self.invalidate()
            return
        self._thread.snapshot = None
        with self._lock:
            generation = self._generation
            try:
                self._store(read_snapshot(), generation)
            except DatabaseError:
                self.invalidate()
                raise

    def loaded_snapshot(self) -> Snapshot | None:
        """Return the newest snapshot if it is in memory, else None; never reads the database."""
        return self._snapshot

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot; reads the database unless it is loaded."""
        if connection.in_atomic_block and (writes := self._uncommitted()):
            return self._uncommitted_snapshot(writes)
        current = self._snapshot
        return self._read() if current is None else current

    def _uncommitted(self) -> int:
        """Return the number of writes in this thread's transaction that were not rolled back."""
        return sum(entry[1] == self.invalidate for entry in connection.run_on_commit)

    def _uncommitted_snapshot(self, writes: int) -> Snapshot:
        cached: tuple[int, Snapshot] | None = getattr(self._thread, "snapshot", None)
        if cached is None or cached[0] != writes:
            cached = self._thread.snapshot = (writes, read_snapshot())
        return cached[1]

    def _read(self) -> Snapshot:
        """Read a snapshot; it is not cached if there was a write in the meantime."""
        with self._lock:
            generation, current = self._generation, self._snapshot
            if current is None:
                current = self._store(read_snapshot(), generation)
        return current

    def _store(self, snapshot: Snapshot, generation: int) -> Snapshot:
        """Cache a snapshot unless there was a write since `generation`; return the cached one."""
        if self._newest == snapshot:
            snapshot = self._newest
        if generation == self._generation:
            self._snapshot = self._newest = snapshot
        return snapshot


def read_snapshot() -> Snapshot:
    """Read a snapshot with two queries, and one more for aliases if there are flags."""
    flags = [_flag(row) for row in Maintenance.objects.select_related("page__locale")]
    return Snapshot(
        flags={flag.page_id: flag for flag in flags},
        subtrees={flag.path: flag for flag in flags if flag.with_descendants},
        sources=_sources() if flags else {},
        restricted=frozenset(PageViewRestriction.objects.values_list("page__path", flat=True)),
    )


def _flag(row: Maintenance) -> Flag:
    default = default_notice(row.page)
    return Flag(
        page_id=row.page_id,
        path=row.page.path,
        heading=row.heading or default.heading,
        message=row.message or default.message,
        start=row.start,
        end=row.end,
        with_descendants=row.with_descendants,
    )


def _sources() -> dict[int, Source]:
    rows = Page.objects.filter(aliases__isnull=False).distinct()
    return {pk: Source(path, of) for pk, path, of in rows.values_list("pk", "path", "alias_of")}


register = Register()
