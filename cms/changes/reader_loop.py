"""Moves a reader along the log: in order, with retries, skipping changes that keep failing."""

import logging
import threading
from collections.abc import Sequence
from contextlib import suppress

from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
)
from django.utils import timezone

from cms.changes import log
from cms.changes.committed_changes import CommittedChanges
from cms.changes.models import Change, FailedChange, ReaderState
from cms.changes.place import Place
from cms.changes.readers import Reader, UnavailableError
from cms.changes.threads.backoff import Backoff
from cms.changes.threads.wakeup import Waiter

POLL = 0.5  # seconds between checks of the log without a notification
ATTEMPTS = 5
BACKOFF = Backoff(first=0.2, longest=30.0)

logger = logging.getLogger(__name__)


class ReaderLoop:
    """One reader's progress; used by one thread at a time."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._batch = reader.batch
        self._failures = 0
        # On SQLite ids follow the order of commits, so no change is readable before its turn.
        has_early_changes = not reader.is_ordered and connection.vendor == "postgresql"
        self._committed = CommittedChanges() if has_early_changes else None

    def run(self, stop: threading.Event) -> None:
        """Read until `stop` is set; wait for new changes, and longer after each failure."""
        waiter = Waiter()
        while not stop.is_set():
            try:
                progress = self.step()
            except Exception as error:
                stop.wait(self._failed(error))
            else:
                if not progress:
                    waiter.wait(POLL, stop)
                    stop.wait(self.reader.settling)
            close_old_connections()
        self.reader.close()
        connection.close()

    def step(self) -> bool:
        """Read one batch; return whether there may be more. Raises what the reader raises.

        After a batch that is not full there is no more: later changes are notified.
        """
        self._apply_early()
        limit = self._batch
        place = self.reader.place()
        if place is None:
            return self._start_over()
        try:
            changes = log.since(place, limit)
        except log.PlaceLostError as lost:
            logger.info("%s starts over: %s", self.reader.name, lost)
            return self._start_over()
        if not changes:
            return self._retry_one(place)
        has_failed = self._apply(changes, place.log)
        return len(changes) == limit or has_failed

    def _start_over(self) -> bool:
        self.reader.start_over()
        self._succeeded([])
        return True

    def _apply_early(self) -> None:
        """Apply committed changes whose order is not final because of an open transaction.

        The reader's place does not move: these changes are delivered again in order.
        """
        if self._committed is None or (place := self.reader.place()) is None:
            return
        if early := log.unreadable(self._committed.read() or []):
            self.reader.apply(early, place)

    def _apply(self, changes: Sequence[Change], identity: str) -> bool:
        """Apply changes; return whether the reader has failed changes, which may be retried."""
        upto = changes[-1].place(identity)
        try:
            self.reader.apply(changes, upto)
        except (UnavailableError, OperationalError, InterfaceError):
            raise
        except Exception as error:
            # Continue one at a time, to find the change at fault and skip only that one.
            if len(changes) > 1:
                self._batch = 1
                raise
            if self._failures + 1 < ATTEMPTS:
                raise
            self._give_up(changes[0], error)
            self.reader.apply([], upto)
        return self._succeeded(changes)

    def _succeeded(self, changes: Sequence[Change]) -> bool:
        """Record that changes were applied; return whether there are failed ones."""
        if self._failures:
            ReaderState.objects.filter(name=self.reader.name).update(error="", failing_since=None)
        self._failures = 0
        self._batch = min(self._batch * 2, self.reader.batch)
        failed = FailedChange.objects.filter(reader=self.reader.name)
        has_failed = failed.exists()
        if changes and has_failed:
            failed.filter(page_id__in=log.pages(changes), change_id__lt=changes[0].pk).delete()
        return has_failed

    def _failed(self, error: Exception) -> float:
        """Record the failure; return the seconds to wait."""
        self._failures += 1
        line = f"{type(error).__name__}: {error}"[:2000]
        logger.warning("%s failed (attempt %d): %s", self.reader.name, self._failures, line)
        with suppress(DatabaseError):
            state, _ = ReaderState.objects.get_or_create(name=self.reader.name)
            state.error, state.failing_since = line, state.failing_since or timezone.now()
            state.save(update_fields=["error", "failing_since"])
        return BACKOFF.pause(self._failures)

    def _give_up(self, change: Change, error: Exception) -> None:
        logger.error("%s gives up: %s (%s)", self.reader.name, change, error)
        FailedChange.objects.update_or_create(
            reader=self.reader.name,
            change_id=change.pk,
            defaults={
                "page_id": change.page_id,
                "kind": change.kind,
                "subtree": change.subtree,
                "url_path": change.url_path,
                "object_type": change.object_type,
                "object_id": change.object_id,
                "changed_at": change.at,
                "error": f"{type(error).__name__}: {error}"[:2000],
                "retry": False,
            },
        )

    def _retry_one(self, place: Place) -> bool:
        """Retry one failed change that an editor selected, without moving the place."""
        row = FailedChange.objects.filter(reader=self.reader.name, retry=True).last()
        if row is None:
            if self._failures:
                self._succeeded([])
            return False
        try:
            self.reader.apply([row.change()], place)
        except Exception as error:
            self._give_up(row.change(), error)
        else:
            row.delete()
        return True
