"""The words of a query as parts of a plan: segmented, with their forms and spellings."""

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
MAX_INFIX_WORDS = 4
"""Up to so many words, those of a text without spaces are also searched inside longer words. A text
of more words is a question, most of whose words pages have as separate words."""


def term(word: str) -> Term:
    return Term(
        forms(word),
        folded(word),
        lowered(word) if is_accented(word) else None,
        lowered(word) in STOPWORDS,
    )


def edits(word: str) -> int:
    """Return the edit distance allowed for a word, as Elasticsearch's `fuzziness: AUTO`."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2


def minimum(count: int) -> int:
    """Return how many of `count` optional words must match (minimum should match)."""
    return 1 if count <= 3 else max(1, int(count * MINIMUM_SHARE))


def word_plan(text: str, fields: tuple[str, ...]) -> Plan | None:
    """Return the plan of a word; of a text without spaces, a bag of its words.

    A word of several parts, like `g-20`, is a phrase of them, or one of its other spellings.
    """
    if is_unspaced(text):
        return _run(text, fields)
    terms = tuple(map(term, units(text)))
    if not terms:
        return None
    chunks = [cut(chunk) for chunk in normalize(text).split()]
    written = chunks[0].written if len(chunks) == 1 else ""
    original = Words(terms, fields, written=written)
    if len(terms) == 1 or not written:
        return original
    variants = [*chunks[0].variants, *_reduplicated(terms)]
    others = tuple(Words((term(each),), fields, written=written) for each in variants)
    return Alternatives(original, others) if others else original


def _reduplicated(terms: tuple[Term, ...]) -> list[str]:
    """Return the word of a reduplication, by which Malay and Indonesian write plurals."""
    first, *others = (each.word for each in terms)
    return [first] if others == [first] and first.isalpha() else []


def by_accents(part: Plan) -> Plan:
    """Return a part of a bag in a language whose accents distinguish words."""
    match part:
        case Words():
            return replace(part, is_tonal=True)
        case Alternatives(original):
            return replace(part, original=by_accents(original))
    return part


def _run(text: str, fields: tuple[str, ...]) -> Plan | None:
    """Return a bag of the words of a text without spaces."""
    parts = segments(text)
    planned = tuple(_unit(part, fields, len(parts) <= MAX_INFIX_WORDS) for part in parts)
    if not planned:
        return None
    grams = Grams(query_grams(text), fields)
    return Choice((), planned, (), minimum(len(planned)), grams=grams, is_run=True)


def _unit(word: str, fields: tuple[str, ...], is_infix: bool) -> Plan:
    """Return the plan of a word; with `is_infix` it also matches inside longer words."""
    if not is_unspaced(word):
        return Words((term(word),), fields)
    if is_han(word):
        return Words(tuple(map(term, word)), fields)
    whole_word = Words((term(word),), fields)
    letters = Words(tuple(map(term, clusters(word))), fields, exact=True)
    return Either((whole_word, Unscored(letters))) if is_infix else whole_word


def whole_run(part: Plan | None) -> Plan | None:
    """Return the part; if it is a run, all of its words must match."""
    if isinstance(part, Choice) and part.is_run:
        return replace(part, minimum=len(part.should))
    return part
