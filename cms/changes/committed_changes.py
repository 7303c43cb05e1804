"""Reads changes as soon as they are committed, in no particular order.

This is for readers that need no order: caches drop at once what a change withdraws from the public.
`log.since` keeps the order, and therefore waits for open transactions on PostgreSQL.
"""

from django.db import connection
from django.db.models import BooleanField, Func, Value

from cms.changes import log
from cms.changes.models import Change
from cms.changes.place import Place

AT_ONCE = 500  # changes that one statement reads


class _IsVisible(Func):
    """True for rows whose transaction had been committed when a snapshot was taken."""

    template = "pg_visible_in_snapshot(%(expressions)s::pg_snapshot)"
    arg_joiner = "::text::xid8, "
    output_field = BooleanField()


class CommittedChanges:
    """One reader's progress, in memory; it starts at the head of the log.

    On PostgreSQL it compares snapshots instead of ids: a row is new if its transaction was still
    running when the last snapshot was taken. On SQLite ids follow the order of commits.
    """

    def __init__(self) -> None:
        self._place: Place | None = None
        self._snapshot = ""

    def read(self) -> list[Change] | None:
        """Return the changes committed since the last call.

        Returns None on the first call, and if the place is no longer in the log. A change may be
        returned twice.
        """
        if connection.vendor != "postgresql":
            return self._read_in_order()
        snapshot = _snapshot()
        if self._place is not None:
            if snapshot == self._snapshot:
                return []
            if log.has(self._place):
                changes = _not_visible_in(self._snapshot)
                places = [change.place(self._place.log) for change in changes]
                self._snapshot, self._place = snapshot, max([self._place, *places], key=_order)
                return changes
        self._snapshot, self._place = snapshot, log.newest()
        return None

    def _read_in_order(self) -> list[Change] | None:
        changes: list[Change] = []
        try:
            while self._place:
                batch = log.since(self._place, AT_ONCE)
                changes += batch
                if batch:
                    self._place = batch[-1].place(self._place.log)
                if len(batch) < AT_ONCE:
                    break
        except log.PlaceLostError:
            self._place = None
        if self._place is None:
            self._place = log.head()
            return None
        return changes


def _snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


def _not_visible_in(snapshot: str) -> list[Change]:
    oldest_running = int(snapshot.partition(":")[0])
    rows = Change.objects.filter(transaction__gte=oldest_running)
    rows = rows.alias(visible=_IsVisible("transaction", Value(snapshot)))
    return list(rows.filter(visible=False).order_by("transaction", "id"))


def _order(place: Place) -> tuple[int, int]:
    return place.transaction, place.id
