"""The change log: appending, reading in the order of commits, and compaction."""

import datetime
import warnings
from collections.abc import Iterable, Sequence
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.db.models import BigIntegerField, Func, QuerySet
from django.utils import timezone

from cms.changes import listeners
from cms.changes.models import Change, Kind, Log, new_identity
from cms.changes.place import Place
from cms.changes.threads import wakeup

LOG_ROW = 1
OLDEST_TRANSACTION = """
    SELECT coalesce(max(extract(epoch FROM clock_timestamp() - begun)), 0) FROM (
        SELECT xact_start AS begun FROM pg_stat_activity WHERE backend_xid IS NOT NULL
        UNION ALL SELECT prepared FROM pg_prepared_xacts
    ) AS open
"""
COMPACTED_AT_ONCE = 5000  # each deletion takes the write lock for some milliseconds


class PlaceLostError(Exception):
    """The place is not in this log: too old, from another database, or ahead of a restored one."""


class OutsideTransaction(RuntimeWarning):
    """A change was appended outside a transaction, so a crash could have lost it."""


class _ThisTransaction(Func):
    template = "pg_current_xact_id()::text::bigint"
    output_field = BigIntegerField()


class _NextTransaction(Func):
    template = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    output_field = BigIntegerField()


class _OldestRunning(Func):
    template = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    output_field = BigIntegerField()


def append(
    kind: Kind,
    page_ids: Iterable[int] = (),
    *,
    subtree: bool = False,
    content_only: bool = False,
    url_path: str = "",
) -> None:
    """Append a change of each page, or one without a page if `page_ids` is empty; one query.

    With `content_only` the title, the address and the public state of the pages are as before.
    Call it inside the transaction that makes the change. After the commit, the listeners of this
    process are called, and the followers and workers of all processes are woken.
    """
    ids: list[int | None] = [*page_ids]
    _append(
        [
            Change(
                kind=kind,
                page_id=page_id,
                subtree=subtree,
                content_only=content_only,
                url_path=url_path,
            )
            for page_id in ids or [None]
        ]
    )


def append_object(kind: Kind, object_type: str, object_id: int | None, *, path: str = "") -> None:
    """Append a change of an object that is not a page; without an id, of any object of the type."""
    _append([Change(kind=kind, object_type=object_type, object_id=object_id, url_path=path)])


def is_appended(kind: Kind, object_type: str, object_id: int | None) -> bool:
    """Return whether this transaction has already appended such a change."""
    key = (kind, object_type, object_id)
    return any(
        (change.kind, change.object_type, change.object_id) == key
        for _, function, *_ in connection.run_on_commit
        if isinstance(function, partial) and function.func is _announce
        for change in function.args[0]
    )


def _append(changes: Sequence[Change]) -> None:
    if not connection.in_atomic_block:
        kind = changes[0].kind
        warnings.warn(f"{kind} was appended outside a transaction.", OutsideTransaction, 3)
    if connection.vendor == "postgresql":
        for change in changes:
            change.transaction = _ThisTransaction()
    Change.objects.bulk_create(changes, batch_size=500)
    transaction.on_commit(partial(_announce, changes), robust=True)


def _announce(changes: Sequence[Change]) -> None:
    listeners.call(changes)
    wakeup.notify()


def identity() -> str:
    """Return the log's random identity, which the first call on a new database creates."""
    return Log.objects.get_or_create(pk=LOG_ROW)[0].identity


def readable() -> QuerySet[Change]:
    """Return the changes whose order is final, in the order of their transactions.

    On PostgreSQL ids do not follow the order of commits, so rows are left out while an older
    transaction is open. On SQLite transactions are IMMEDIATE, and ids follow that order.
    """
    changes = Change.objects.order_by("transaction", "id")
    if connection.vendor == "postgresql":
        changes = changes.filter(transaction__lt=_OldestRunning())
    return changes


def unreadable(changes: Sequence[Change]) -> list[Change]:
    """Return the committed changes that `since` leaves out while older transactions are open."""
    if connection.vendor != "postgresql" or not changes:
        return []
    ids = {change.pk for change in changes}
    final = set(readable().filter(pk__in=ids).values_list("pk", flat=True))
    return [change for change in changes if change.pk not in final]


def head() -> Place:
    """Return the place after the last readable change."""
    log = identity()
    last = readable().last()
    return last.place(log) if last else Place.start(log)


def newest() -> Place:
    """Return the place of the newest committed change, which may not be readable yet."""
    log = identity()
    last = Change.objects.order_by("transaction", "id").last()
    return last.place(log) if last else Place.start(log)


def has(place: Place) -> bool:
    """Return whether a place is in this log, and not in that of a restored or another database."""
    if not Log.objects.filter(pk=LOG_ROW, identity=place.log).exists():
        return False
    is_start = place == Place.start(place.log)
    return is_start or Change.objects.filter(pk=place.id, token=place.token).exists()


def oldest() -> Place:
    """Return the place before all retained changes; in a compacted log, that of the first one."""
    log = Log.objects.get_or_create(pk=LOG_ROW)[0]
    first = readable().first() if log.compacted else None
    return first.place(log.identity) if first else Place.start(log.identity)


def since(place: Place, limit: int = 500) -> list[Change]:
    """Return at most `limit` changes after a place; raises PlaceLostError.

    The change at the place is read in the same query and compared, so that a restored or compacted
    log is always detected.
    """
    log = Log.objects.get_or_create(pk=LOG_ROW)[0]
    if place.log != log.identity:
        raise PlaceLostError("The place belongs to another log.")
    changes = list(
        readable()
        .filter(transaction__gte=place.transaction)
        .exclude(transaction=place.transaction, id__lt=place.id)[: limit + 1]
    )
    if place == Place.start(log.identity):
        if log.compacted:
            raise PlaceLostError("The log's beginning was compacted.")
        return changes[:limit]
    if not changes or (changes[0].id, changes[0].token) != (place.id, place.token):
        raise PlaceLostError("The change at this place is not in the log.")
    return changes[1:]


def count_since(place: Place) -> int:
    """Return the number of committed changes after a place of this log, readable or not yet."""
    return _committed_after(place).count()


def oldest_after(place: Place) -> Change | None:
    """Return the first committed change after a place of this log, readable or not yet."""
    return _committed_after(place).order_by("transaction", "id").first()


def _committed_after(place: Place) -> QuerySet[Change]:
    later = Change.objects.filter(transaction__gte=place.transaction)
    return later.exclude(transaction=place.transaction, id__lte=place.id)


def oldest_transaction_age() -> float:
    """Return the age in seconds of the oldest open transaction that `readable` waits for.

    Transactions in all databases of the cluster count, prepared ones included. Those of other users
    are visible only to members of `pg_read_all_stats`. On SQLite it is 0.
    """
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute(OLDEST_TRANSACTION)
        return float(cursor.fetchone()[0])


def compact() -> int:
    """Delete changes older than `CHANGE_LOG_RETENTION`, read or not; return their number.

    The newest change is never deleted: it is the place of every reader that is up to date.
    """
    before: datetime.datetime = timezone.now() - settings.CHANGE_LOG_RETENTION
    first_kept = readable().filter(at__gte=before).first() or readable().last()
    if first_kept is None:
        return 0
    old = readable().filter(transaction__lte=first_kept.transaction)
    old = old.exclude(transaction=first_kept.transaction, id__gte=first_kept.pk)
    dropped = 0
    while keys := list(old.values_list("pk", flat=True)[:COMPACTED_AT_ONCE]):
        with transaction.atomic():
            Log.objects.filter(pk=LOG_ROW, compacted=False).update(compacted=True)
            dropped += Change.objects.filter(pk__in=keys).delete()[0]
    return dropped


def start_over_if_copied() -> None:
    """Give the log a new identity if it was copied to another PostgreSQL cluster.

    Transaction numbers start again there, so those of the copied rows are meaningless, and readers
    must start over. Called when a worker starts.
    """
    if connection.vendor != "postgresql":
        return
    with transaction.atomic():
        if Change.objects.filter(transaction__gte=_NextTransaction()).exists():
            start_over()


def start_over() -> None:
    """Give the log a new identity, so that older indexes, cursors and caches are refused."""
    with transaction.atomic():
        Change.objects.update(transaction=0)
        Log.objects.update(identity=new_identity())


def pages(changes: Sequence[Change]) -> set[int]:
    """Return the ids of the pages that the changes name, without the pages below them."""
    return {change.page_id for change in changes if change.page_id is not None}
