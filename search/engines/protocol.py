"""The interface of engines, for indexing and for searching.

An engine keeps generations of its index: the live one, at times a new one being filled, and
the one before, to go back to. Each knows the place in the change log up to which it is true.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.document import SearchDocument
from search.request.search_request import SearchRequest
from search.result import SearchResult, Suggestion


class EngineUnavailableError(Exception):
    """The engine is unreachable, too slow, read-only, or not of a version that fits."""


class IndexDamagedError(EngineUnavailableError):
    """The live generation cannot be read any more, and has to be built again."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Tells whether an indexed document is the right one."""

    id: int
    version: int
    hash: str


class Generation(Protocol):
    """One index. Written by one thread of one process at a time."""

    @property
    def name(self) -> str: ...

    def place(self) -> str | None:
        """Return the place it was last written with; None if it was never written.

        Read from the index itself, so it is right also where another process writes.
        """

    def write(
        self, documents: Iterable[SearchDocument], gone: Iterable[int], *, version: int, place: str
    ) -> None:
        """Add or replace documents, remove deleted pages, and store the place.

        `version` is that of the documents, and of the deletions: where writers may overtake
        each other, what is older than what the index has is ignored. Afterwards searches find
        the new state, those of other processes within some milliseconds, and it survives a
        crash; doing it twice does no harm. The place is kept with the documents or after
        them, never before. Raises EngineUnavailableError.
        """

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        """Add many documents to a new generation, in flat memory; found at the next write."""

    def stamps(self) -> Iterator[Stamp]:
        """Yield the stamp of every document, in the order of ids."""

    def count(self) -> int: ...

    def close(self) -> None:
        """Release the right to write, so that another process may; writing takes it again."""


class IndexedEngine(Protocol):
    """An engine as indexing sees it. All of it may raise EngineUnavailableError."""

    @property
    def name(self) -> str:
        """Return the name that the settings know it by, like `embedded`."""

    def live(self) -> Generation | None:
        """Return the generation that searches use; None before the first build."""

    def begin(self) -> Generation:
        """Create a new, empty generation beside the live one."""

    def swap(self, generation: Generation) -> None:
        """Make it the live one, in one step, and keep the one before for `roll_back`."""

    def roll_back(self) -> Generation:
        """Make the previous generation live again; raises LookupError if there is none."""

    def tidy(self) -> list[str]:
        """Remove generations that are neither live nor the previous one; return their names."""


class SearchEngine(IndexedEngine, Protocol):
    """An engine as searching sees it. All of it may raise EngineUnavailableError."""

    def search(
        self, request: SearchRequest, after: Mapping[str, object] | None, seconds: float
    ) -> SearchResult:
        """Answers within about so many seconds, leaving out what there is no time for.

        `after` is what an earlier result of the same request gave.
        """

    def suggest(self, text: str, locales: Sequence[str], limit: int) -> list[Suggestion]:
        """Titles that the words typed so far may become, best first."""

    def discard(self) -> None:
        """Remove all its generations, the live one included."""

    def version(self) -> str | None:
        """Return the name of the live index and its place; None before the first build.

        Called for each search, so it should cost no request; may be a second old.
        """

    def counts(self, request: SearchRequest, pages: Collection[int]) -> tuple[int, int]:
        """Return how many documents match the request: of all, and of these pages."""
