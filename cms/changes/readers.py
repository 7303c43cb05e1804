"""Readers of the change log, which apps add to `change_readers`.

The worker calls a reader from one thread at a time. It delivers every change at least once and in
order. After a crash some are delivered again, so applying a change twice must be harmless.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from django.core.exceptions import ImproperlyConfigured

from cms.changes import log
from cms.changes.models import Change, ReaderState
from cms.changes.place import Place
from cms.registry import Registry


class UnavailableError(Exception):
    """The reader's target is unavailable; the change is not at fault, and is retried."""


class Reader(Protocol):
    """A reader of the change log.

    Any exception except UnavailableError is attributed to the change, which fails after five
    attempts.
    """

    @property
    def name(self) -> str:
        """Return the name used in its state, metrics and log lines: lower case, hyphens."""

    @property
    def batch(self) -> int:
        """Return the largest number of changes to apply at a time."""

    @property
    def local(self) -> bool:
        """Return true if each machine runs one, as for an index on disk; otherwise one runs for
        all.
        """

    @property
    def is_ordered(self) -> bool:
        """Return false to apply changes also as soon as they are committed, before their turn."""

    @property
    def settling(self) -> float:
        """Return the seconds in which further changes are awaited, to be applied together."""

    def place(self) -> Place | None:
        """Return its place in the log; None if it has none and must start over."""

    def apply(self, changes: Sequence[Change], upto: Place) -> None:
        """Apply the changes, then store the place `upto`, or do both in one step.

        Without changes, store the place only: the change before it has failed.
        """

    def start_over(self) -> None:
        """Start at the log's head; called when the place is missing or not in this log."""

    def close(self) -> None:
        """Release resources: the reader stops in this process and may start in another."""


class StoredReader(ABC):
    """A reader whose place is stored in the database."""

    name: ClassVar[str]
    batch: int = 500
    local: bool = False
    is_ordered: bool = True
    settling: float = 0.0

    @abstractmethod
    def take(self, changes: Sequence[Change]) -> None:
        """Apply the changes; raises UnavailableError, or another error if a change is at fault."""

    def handle_missed_changes(self) -> None:
        """Handle changes that were missed; called when the reader starts over."""
        return

    def place(self) -> Place | None:
        state = ReaderState.objects.filter(name=self.name).first()
        return Place.parse(state.place) if state and state.place else None

    def apply(self, changes: Sequence[Change], upto: Place) -> None:
        if changes:
            self.take(changes)
        # One statement after each change; `update_or_create` takes five.
        if not ReaderState.objects.filter(name=self.name).update(place=str(upto)):
            ReaderState.objects.create(name=self.name, place=str(upto))

    def start_over(self) -> None:
        head = log.head()
        self.handle_missed_changes()
        self.apply([], head)

    def close(self) -> None:
        """Do nothing: there is nothing to release."""
        return


change_readers = Registry[Callable[[], Reader]](
    "change reader",
    lambda entry: isinstance(entry, type) and hasattr(entry, "apply"),
    "a class of readers",
)
"""The readers that the worker runs, by name."""


def readers() -> list[Reader]:
    """Return new instances of all readers; raises ImproperlyConfigured if a name differs."""
    return [_new(name, reader) for name, reader in change_readers.entries().items()]


def _new(name: str, reader_class: Callable[[], Reader]) -> Reader:
    reader = reader_class()
    if reader.name != name:
        raise ImproperlyConfigured(
            f"The change reader {name!r} has the name {reader.name!r}: use one name."
        )
    return reader
