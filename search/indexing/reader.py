"""The reader of the change log that keeps an engine's index true."""

import logging
from collections.abc import Sequence
from typing import ClassVar

from cms.changes.models import Change
from cms.changes.place import Place
from cms.changes.readers import UnavailableError
from search.engines import active
from search.engines.protocol import (
    EngineUnavailableError,
    Generation,
    IndexDamagedError,
    IndexedEngine,
)
from search.indexing.rebuild import RebuildRunningError, rebuild
from search.indexing.writing import write_changes

logger = logging.getLogger(__name__)


class IndexReader:
    """Writes what has changed to the engine's live generation, which keeps the place itself.

    Changes are applied to the generation whose place was read: one that has been swapped in since
    may lack earlier ones, and is caught up from its own place.
    """

    engine_name: ClassVar[str]
    local: ClassVar[bool]
    batch = 1000
    is_ordered = True
    settling = 0.0

    def __init__(self) -> None:
        self._generation: Generation | None = None

    @property
    def name(self) -> str:
        return f"index-{self.engine_name}"

    @property
    def engine(self) -> IndexedEngine:
        engine: IndexedEngine = active.engine(self.engine_name)
        return engine

    def place(self) -> Place | None:
        """Return the place stored in the index; None if it must be rebuilt."""
        try:
            self._generation = self.engine.live()
            written = self._generation.place() if self._generation else None
            return Place.parse(written) if written else None
        except (IndexDamagedError, ValueError) as error:
            logger.error("The %s index is rebuilt: %s", self.engine_name, error)
            return None
        except EngineUnavailableError as error:
            raise UnavailableError(str(error)) from error

    def apply(self, changes: Sequence[Change], upto: Place) -> None:
        if self._generation is None:
            raise UnavailableError("The index is gone.")
        try:
            write_changes(self._generation, changes, upto)
        except EngineUnavailableError as error:
            raise UnavailableError(str(error)) from error

    def start_over(self) -> None:
        try:
            rebuild(self.engine)
        except (EngineUnavailableError, RebuildRunningError) as error:
            raise UnavailableError(str(error)) from error

    def close(self) -> None:
        """Close the index, so that another process can write to it."""
        try:
            if live := self.engine.live():
                live.close()
        except EngineUnavailableError:
            logger.info("%s was away when its reader stopped.", self.engine_name)


class EmbeddedIndexReader(IndexReader):
    """Each machine has its own index on disk."""

    engine_name = "embedded"
    local = True


class ElasticsearchIndexReader(IndexReader):
    engine_name = "elasticsearch"
    local = False
