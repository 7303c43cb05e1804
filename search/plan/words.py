"""The words of a query as parts of a plan: cut, in their forms, in each way to write them."""

from dataclasses import replace

from search.plan.nodes import Alternatives, Choice, Either, Grams, Plan, Term, Unscored, Words
from search.text.forms import folded, forms, is_accented, lowered
from search.text.languages import STOPWORDS
from search.text.normalize import normalize
from search.text.scripts import clusters, is_han, is_unspaced
from search.text.terms import query_grams
from search.text.words import cut, segments, units

MINIMUM_SHARE = 0.15
"""Share of a bag's words that must match, beyond three of them, where any word will do."""
MOST_INSIDE = 4
"""Words of a text without spaces that are also looked for inside longer ones; more of them are a
question, and enough of its words stand by themselves."""


def term(word: str) -> Term:
    return Term(
        forms(word),
        folded(word),
        lowered(word) if is_accented(word) else None,
        lowered(word) in STOPWORDS,
    )


def edits(word: str) -> int:
    """Typing errors forgiven: none in two letters, one in up to five, else two."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2


def minimum(count: int) -> int:
    """How many of so many optional words must match."""
    return 1 if count <= 3 else max(1, int(count * MINIMUM_SHARE))


def word_plan(text: str, fields: tuple[str, ...]) -> Plan | None:
    """Plan a word; several parts in order, or as one word; a bag where there are no spaces."""
    if is_unspaced(text):
        return _run(text, fields)
    terms = tuple(map(term, units(text)))
    if not terms:
        return None
    chunks = [cut(chunk) for chunk in normalize(text).split()]
    written = chunks[0].written if len(chunks) == 1 else ""
    spoken = Words(terms, fields, written=written)
    if len(terms) == 1 or not written:
        return spoken
    joined = (Words((term(each),), fields, written=written) for each in chunks[0].variants)
    return Alternatives(spoken, others) if (others := tuple(joined)) else spoken


def by_accents(part: Plan) -> Plan:
    """Return a part of a bag whose accents tell words apart."""
    match part:
        case Words():
            return replace(part, is_tonal=True)
        case Alternatives(own):
            return replace(part, original=by_accents(own))
    return part


def _run(text: str, fields: tuple[str, ...]) -> Plan | None:
    """Plan the words of a text without spaces, side by side."""
    parts = segments(text)
    found = tuple(_unit(part, fields, len(parts) <= MOST_INSIDE) for part in parts)
    if not found:
        return None
    grams = Grams(query_grams(text), fields)
    return Choice((), found, (), minimum(len(found)), grams=grams, is_run=True)


def _unit(word: str, fields: tuple[str, ...], inside: bool) -> Plan:
    """Plan a word of a dictionary; with `inside` also where it is a part of a longer one."""
    if not is_unspaced(word):
        return Words((term(word),), fields)
    if is_han(word):
        return Words(tuple(map(term, word)), fields)
    known = Words((term(word),), fields)
    letters = Words(tuple(map(term, clusters(word))), fields, exact=True)
    return Either((known, Unscored(letters))) if inside else known


def whole_run(part: Plan | None) -> Plan | None:
    """Return a part that needs all words of a run, where the visitor means it as one."""
    if isinstance(part, Choice) and part.is_run:
        return replace(part, minimum=len(part.should))
    return part
