"""The nodes of a plan: words analysed, minimums counted, fields resolved.

Both engines compile them, so that matches and boosts are decided in one place.
"""

import re
from dataclasses import dataclass
from datetime import date

from search.plan.ranking import UNACCENTED


@dataclass(frozen=True, slots=True)
class Term:
    """A word with the forms that pages of any language may have it in (see `forms`)."""

    forms: tuple[str, ...]
    word: str
    accented: str | None
    is_stopword: bool


@dataclass(frozen=True, slots=True)
class Words:
    """One term, or several in this order with at most `slop` other words between them.

    `exact` matches the words as written, but for their accents; otherwise stems are matched.
    """

    terms: tuple[Term, ...]
    fields: tuple[str, ...]
    slop: int = 0
    exact: bool = False
    written: str = ""
    """The visitor's spelling, like `g-20`: pages with the same spelling come first."""
    is_tonal: bool = False
    """Accents distinguish words, as in Vietnamese: matches without them weigh less."""


def unaccented_weight(words: Words) -> float:
    """Return the weight of a word's stem: lower where accents distinguish words."""
    return UNACCENTED if words.is_tonal and words.terms[0].accented else 1.0


def spellings(words: Words) -> list[str]:
    """Return the accented form and the visitor's spelling; pages that have them are boosted."""
    accented = [each.accented for each in words.terms if each.accented]
    return [*accented[: len(words.terms) == 1], *filter(None, [words.written])]


@dataclass(frozen=True, slots=True)
class Grams:
    """N-grams of letters or syllables, which rank matching pages and match none themselves."""

    terms: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unscored:
    """Matches like `part` without adding to the score, like Elasticsearch's `filter`."""

    part: Words


@dataclass(frozen=True, slots=True)
class Nearby:
    """Both sides, in either order, with at most `distance` words between them."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    distance: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that begin with `prefix` and match the whole pattern, if there is one.

    Without a pattern, the words `before` directly precede the prefix, as in `anti-dump*`.
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
    """A period, both days included; None is open. Pages without a date never match."""

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

    Pages with `all_words` come first, and among them those with `phrase`.
    """

    must: tuple["Plan", ...]
    should: tuple["Plan", ...]
    must_not: tuple["Plan", ...]
    minimum: int
    all_words: tuple["Plan", ...] = ()
    phrase: Words | None = None
    grams: Grams | None = None
    is_run: bool = False
    """The visitor wrote it as one word, in a script without spaces."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The words of the query, or one of its synonyms, which weigh less; the best match counts."""

    original: "Plan"
    others: tuple["Plan", ...]


def synonym_factor(synonym: "Plan") -> float:
    """Return the factor for a synonym's score: one of several words counts as one word."""
    inner = synonym.parts[0] if isinstance(synonym, All) else synonym
    return 1.0 / len(inner.terms) if isinstance(inner, Words) else 1.0


Leaf = Words | Nearby | Pattern | Similar | Value | Dates
Plan = Leaf | Unscored | All | Either | Choice | Alternatives
