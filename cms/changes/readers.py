"""What reads the change log: one class a reader, named by dotted path in `CHANGE_READERS`.

The worker calls a reader from one thread at a time. It gives every change at least once and
in order; after a crash it gives some again, so applying one twice must do no harm.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from cms.changes import log
from cms.changes.models import Change, ReaderState
from cms.changes.place import Place

logger = logging.getLogger(__name__)


class UnavailableError(Exception):
    """What the reader writes to is away: the change is not at fault, and is tried for ever."""


class Reader(Protocol):
    """Any exception but UnavailableError blames the change: after some tries it is set aside."""

    name: str
    """Its own, for its state, metrics and log lines: lower case, hyphens."""
    batch: int
    """The most changes it takes at a time."""
    local: bool
    """Whether it serves this machine only, as an index on disk does; else one runs for all."""

    def place(self) -> Place | None:
        """Where it is; None if it has none yet, and must start over."""

    def apply(self, changes: Sequence[Change], upto: Place) -> None:
        """Takes the changes and then, or at once with it, the place after the last of them.

        Without changes it takes the place alone: what stood before it was set aside.
        """

    def start_over(self) -> None:
        """Begins anew at the log's head, its place being none, lost or of another log."""

    def close(self) -> None:
        """Gives back what it holds: it does not run here any more, maybe elsewhere."""


class StoredReader(ABC):
    """A reader whose place stands in the database; it says only what to do with changes."""

    name: ClassVar[str]
    batch: int = 500
    local: bool = False

    @abstractmethod
    def take(self, changes: Sequence[Change]) -> None:
        """Does what the changes ask for; raises UnavailableError, or anything to blame a change."""

    def anything_may_have_changed(self) -> None:
        """Called when it starts over, instead of the changes it missed."""
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
        """A place in the database holds nothing back."""
        return


def readers() -> list[Reader]:
    """Those that the settings name, each made anew."""
    return [import_string(path)() for path in settings.CHANGE_READERS]
