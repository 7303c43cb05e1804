"""Readers of the change log: one class each, added to `change_readers`.

The worker calls a reader from one thread at a time. It gives every change at least once, and in
order; after a crash it gives some again, so applying one twice must do no harm.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from django.core.exceptions import ImproperlyConfigured

from cms.changes import log
from cms.changes.models import Change, ReaderState
from cms.changes.place import Place
from cms.registry import Registry

logger = logging.getLogger(__name__)


class UnavailableError(Exception):
    """The reader's target is away: the change is not at fault, and is retried for ever."""


class Reader(Protocol):
    """Any exception but UnavailableError blames the change: after five attempts it has failed."""

    @property
    def name(self) -> str:
        """The name of its state, metrics and log lines: lower case, hyphens."""

    @property
    def batch(self) -> int:
        """The most changes it takes at a time."""

    @property
    def local(self) -> bool:
        """True if it serves this machine only, as an index on disk does; else one runs for all."""

    @property
    def is_ordered(self) -> bool:
        """False if it also takes changes as soon as they are committed, before their turn."""

    def place(self) -> Place | None:
        """Return its place in the log; None if it has none and must start over."""

    def apply(self, changes: Sequence[Change], upto: Place) -> None:
        """Apply the changes and then, or in one step with them, store the place `upto`.

        Without changes it stores the place alone: the change before it has failed.
        """

    def start_over(self) -> None:
        """Start at the log's head, where it has no place, or one that is not in this log."""

    def close(self) -> None:
        """Release its resources: it stops running here, and may run elsewhere."""


class StoredReader(ABC):
    """A reader whose place is stored in the database."""

    name: ClassVar[str]
    batch: int = 500
    local: bool = False
    is_ordered: bool = True

    @abstractmethod
    def take(self, changes: Sequence[Change]) -> None:
        """Apply the changes; raises UnavailableError, or any other exception to blame a change."""

    def anything_may_have_changed(self) -> None:
        """React to having missed changes; called when it starts over."""
        logger.info("%s starts over at the head of the change log.", self.name)

    def place(self) -> Place | None:
        state = ReaderState.objects.filter(name=self.name).first()
        return Place.parse(state.place) if state and state.place else None

    def apply(self, changes: Sequence[Change], upto: Place) -> None:
        if changes:
            self.take(changes)
        ReaderState.objects.update_or_create(name=self.name, defaults={"place": str(upto)})

    def start_over(self) -> None:
        head = log.head()
        self.anything_may_have_changed()
        self.apply([], head)

    def close(self) -> None:
        """Do nothing: there is nothing to release."""
        return


change_readers = Registry[Callable[[], Reader]](
    "change reader",
    lambda entry: isinstance(entry, type) and hasattr(entry, "apply"),
    "a class of readers",
)
"""The readers that the worker runs, by the names under which they keep their places."""


def readers() -> list[Reader]:
    """Return new instances of all readers; raises ImproperlyConfigured if a name differs."""
    return [_new(name, reader) for name, reader in change_readers.entries().items()]


def _new(name: str, reader_class: Callable[[], Reader]) -> Reader:
    reader = reader_class()
    if reader.name != name:
        raise ImproperlyConfigured(
            f"The change reader {name!r} calls itself {reader.name!r}: use one name."
        )
    return reader
