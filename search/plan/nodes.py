"""A query's tree as engines need it: words analysed, minimums counted, fields resolved.

Both compilers start here, so what matches and what is lifted is decided once.
"""

import re
from dataclasses import dataclass
from datetime import date

from search.plan.ranking import UNACCENTED


@dataclass(frozen=True, slots=True)
class Term:
    """One word's forms: what pages of any language may hold for it (see `forms`)."""

    forms: tuple[str, ...]
    word: str
    accented: str | None
    is_stopword: bool


@dataclass(frozen=True, slots=True)
class Words:
    """One term, or several in this order with at most `slop` places between them.

    `exact` finds the words as they are written, without their accents; else stems.
    """

    terms: tuple[Term, ...]
    fields: tuple[str, ...]
    slop: int = 0
    exact: bool = False
    written: str = ""
    """How the visitor wrote the words, like `g-20`: pages that write so come first."""
    is_tonal: bool = False
    """Accents tell the words apart, as in Vietnamese: without theirs they count less."""


def unaccented_weight(words: Words) -> float:
    """Return the weight of a word's stem: less where the accents that it lacks tell most."""
    return UNACCENTED if words.is_tonal and words.terms[0].accented else 1.0


def as_written(words: Words) -> list[str]:
    """Return the forms by which pages that write the words as the visitor does come first."""
    accented = [each.accented for each in words.terms if each.accented]
    return [*accented[: len(words.terms) == 1], *filter(None, [words.written])]


@dataclass(frozen=True, slots=True)
class Grams:
    """Neighbouring letters or syllables, which rank pages and find none."""

    terms: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unscored:
    """Matches as `part` does, and adds nothing to a page's score."""

    part: Words


@dataclass(frozen=True, slots=True)
class Nearby:
    """Both, in either order, with at most `distance` words between."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    distance: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that begin with `prefix` and, if given, match the whole pattern.

    Without a pattern the words `before` stand right before it, as those of anti-dump* do.
    """

    prefix: str
    pattern: re.Pattern[str] | None
    fields: tuple[str, ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Similar:
    """Words at most `distance` edits away from `word`."""

    word: str
    distance: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Both days included; None is open. Pages without a date never match."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class All:
    """Every part matches."""

    parts: tuple["Plan", ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple["Plan", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A bag: all of `must`, none of `must_not`, at least `minimum` of `should`.

    Pages with all of `lifted` come first, and among them those with `phrase`.
    """

    must: tuple["Plan", ...]
    should: tuple["Plan", ...]
    must_not: tuple["Plan", ...]
    minimum: int
    lifted: tuple["Plan", ...] = ()
    phrase: Words | None = None
    grams: Grams | None = None
    is_run: bool = False
    """It is one word of the visitor's, in a script without spaces."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The query's own words, or else one of the others, which weigh less; the best match counts."""

    original: "Plan"
    others: tuple["Plan", ...]


def shared_weight(synonym: "Plan") -> float:
    """Return the share of a synonym's score that counts: one of several words counts as one."""
    inner = synonym.parts[0] if isinstance(synonym, All) else synonym
    return 1.0 / len(inner.terms) if isinstance(inner, Words) else 1.0


Leaf = Words | Nearby | Pattern | Similar | Value | Dates
Plan = Leaf | Unscored | All | Either | Choice | Alternatives
