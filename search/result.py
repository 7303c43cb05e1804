"""The result of a search, before it is presented as a page or as JSON."""

from dataclasses import dataclass, field
from typing import Literal

from search.document import SearchDocument

Relation = Literal["eq", "gte"]


@dataclass(frozen=True, slots=True)
class Highlights:
    """Escaped HTML in which only `<mark>` is markup; best fragments first."""

    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()

    @property
    def excerpt(self) -> str:
        """Return the fragments of the body as one text."""
        return " ".join(self.body).replace("… …", "…")


@dataclass(frozen=True, slots=True)
class Hit:
    """A found page; `score` is None where results are not ranked.

    `moved_up` is how many places its likeness to other good results, or its similarity in meaning
    to the query, moved it up; `is_semantic` is true if the latter did.
    """

    document: SearchDocument
    score: float | None
    highlights: Highlights = Highlights()
    moved_up: int = 0
    is_semantic: bool = False


@dataclass(frozen=True, slots=True)
class FacetCount:
    value: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`after` is the place behind the last hit, as the engine understands it; None at the end."""

    engine: str
    total: int
    relation: Relation
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    suggestion: str | None = None
    after: dict[str, object] | None = None
    moved: bool = False
    """True if the index changed since the page of results before this one."""
    partial: bool = False
    """True if the time limit cut the search short."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of the words typed so far; `path` leads to the page whose title it is."""

    text: str
    path: str = ""
    type: Literal["page", "query"] = "page"
    page: int | None = None
    """The page's id."""
