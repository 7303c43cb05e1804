"""The meaning of a query: a tree of plain values, still in the visitor's own words."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin so; at least three letters."""

    text: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`?` stands for exactly one letter, never the first or the last of a word or its part."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words a typing error or two away."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """These words in this order; `slop` is how many other words may stand between them in all."""

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
    """One word, or several in this order, in pages of this language; empty is any language."""

    text: str
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The word, or else, counting less, what it may stand for; no visitor writes this."""

    word: Word
    others: tuple[Synonym, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Finds no page: a query without a word."""


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
    """Clauses side by side: a ranked any-word search with a minimum that should match."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Scoped:
    """`node` is looked for in this field only."""

    field: str
    """A name of the query language."""
    node: "Node"


Term = Word | Phrase
Leaf = Word | Prefix | Wildcard | Fuzzy | Phrase | Near | Range
Node = Nothing | Leaf | Synonyms | Bag | And | Or | Scoped
