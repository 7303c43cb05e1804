"""What comes back from a search, before it is dressed for people or programs."""

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
        """The fragments of the body as one text."""
        return " ".join(self.body).replace("… …", "…")


@dataclass(frozen=True, slots=True)
class Hit:
    """A found page; `score` is None where results are not ranked.

    `moved_up` is how many places its likeness to other good results moved it up.
    """

    document: SearchDocument
    score: float | None
    highlights: Highlights = Highlights()
    moved_up: int = 0


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
    """Whether the index changed since the page of results before this one."""
    partial: bool = False
    """Whether something was left out for want of time."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the words typed so far may become; `path` leads to a page, if it is one's title."""

    text: str
    path: str = ""
    type: Literal["page", "query"] = "page"
    page: int | None = None
    """The page's id."""
