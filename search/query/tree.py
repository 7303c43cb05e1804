"""The syntax tree of a query, with the visitor's original words."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with `text`, which has at least three letters."""

    text: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A pattern in which `?` is exactly one letter, never the first or last of a word or part."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words one or two edits away from `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, with at most `slop` other words between them in total."""

    text: str
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """Both terms, in either order, with at most `distance` words between them."""

    left: Word | Phrase
    right: Word | Phrase
    distance: int


@dataclass(frozen=True, slots=True)
class Range:
    """Dates from `low` to `high`, both included; each a year, a month or a day in ISO 8601.

    None is open. The bounds cover the whole of the year or month they name.
    """

    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class Synonym:
    """One word, or several in this order, in pages of `locale`; empty for any language."""

    text: str
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A word or one of its synonyms, which weigh less; added by rules, not by the parser.

    Those of a phrase are the same phrase with other names of what it names.
    """

    word: Word | Phrase
    others: tuple[Synonym, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no page: a query without words."""


class Occur(StrEnum):
    SHOULD = "should"
    MUST = "must"
    MUST_NOT = "must_not"


@dataclass(frozen=True, slots=True)
class Clause:
    occur: Occur
    node: "Node"


@dataclass(frozen=True, slots=True)
class Bag:
    """Clauses without operators between them: a ranked search with a minimum should match."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Scoped:
    """A node that is searched in one field only."""

    field: str
    """A name of the query language."""
    node: "Node"


Term = Word | Phrase
Leaf = Word | Prefix | Wildcard | Fuzzy | Phrase | Near | Range
Node = Nothing | Leaf | Synonyms | Bag | And | Or | Scoped
