"""The interface of engines, for indexing and for searching.

An engine keeps generations of its index: the live one, the previous one for a rollback, and
during a rebuild a new one. Each stores the place in the change log up to which it is current.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.document import SearchDocument
from search.request.search_request import SearchRequest
from search.result import SearchResult, Suggestion


class EngineUnavailableError(Exception):
    """The engine is unreachable, too slow, read-only, or of an unsupported version."""


class IndexDamagedError(EngineUnavailableError):
    """The live generation is unreadable and has to be rebuilt."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The version and hash of an indexed document, for comparison with the database."""

    id: int
    version: int
    hash: str


class Generation(Protocol):
    """One index. Written by one thread of one process at a time."""

    @property
    def name(self) -> str: ...

    def place(self) -> str | None:
        """Return the place of the last write; None if it was never written.

        It is read from the index, so that writes of other processes count.
        """

    def write(
        self,
        documents: Iterable[SearchDocument],
        deleted: Iterable[int],
        *,
        version: int,
        place: str,
    ) -> None:
        """Add or replace documents, remove the pages `deleted`, and store the place.

        `version` is that of the documents and of the deletions. Engines with concurrent writers
        ignore versions older than those in the index. When this returns, the write is durable
        and visible to searches, in other processes within some milliseconds. Writes are
        idempotent. The place is stored with the documents or after them, never before them.
        Raises EngineUnavailableError.
        """

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        """Add many documents to a new generation, in bounded memory; visible at the next write."""

    def stamps(self) -> Iterator[Stamp]:
        """Yield the stamp of every document, in the order of ids."""

    def count(self) -> int: ...

    def close(self) -> None:
        """Release the writer's lock, so that other processes may write; `write` acquires it."""


class IndexSnapshot(Protocol):
    """An index as it was at one version, while other processes write later ones."""

    @property
    def version(self) -> str:
        """Return what `SearchEngine.version` returned at that time."""

    def documents(self, pages: Collection[int]) -> list[SearchDocument]:
        """Return the documents of these pages as they were stored, in any order."""


class IndexedEngine(Protocol):
    """The interface for indexing. Every method may raise EngineUnavailableError."""

    @property
    def name(self) -> str:
        """Return its name in `settings.SEARCH_ENGINES`, like `embedded`."""

    def live(self) -> Generation | None:
        """Return the generation that searches use; None before the first build."""

    def begin(self) -> Generation:
        """Create a new, empty generation beside the live one."""

    def swap(self, generation: Generation) -> None:
        """Make a generation live, atomically, and keep the previous one for `roll_back`."""

    def roll_back(self) -> Generation:
        """Make the previous generation live again; raises LookupError if there is none."""

    def tidy(self) -> list[str]:
        """Remove generations that are neither live nor the previous one; return their names."""


class SearchEngine(IndexedEngine, Protocol):
    """The interface for searching. Every method may raise EngineUnavailableError."""

    def search(
        self, request: SearchRequest, after: Mapping[str, object] | None, seconds: float
    ) -> SearchResult:
        """Return the result within about `seconds`; what takes longer is left out (`partial`).

        `after` is `SearchResult.after` of an earlier result of the same request.
        """

    def suggest(self, text: str, locales: Sequence[str], limit: int) -> list[Suggestion]:
        """Return pages whose titles complete the words typed so far, best first."""

    def discard(self) -> None:
        """Remove all generations, the live one included."""

    def version(self) -> str | None:
        """Return the name of the live index and its place; None before the first build.

        Called for each search, so it should not send a request; may be a second old.
        """

    def documents(self, pages: Collection[int]) -> list[SearchDocument]:
        """Return the documents of these pages as they are stored, in any order."""

    def counts(self, request: SearchRequest, pages: Collection[int]) -> tuple[int, int]:
        """Return the number of documents that match the request: of all, and of these pages."""

    def snapshot(self) -> IndexSnapshot | None:
        """Return the live index as it is now; None before the first build.

        Also None if the engine cannot read what it has overwritten.
        """
