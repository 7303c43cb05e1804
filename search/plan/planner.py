"""Planning: the tree of a query becomes a plan, which both engines compile."""

import re
from collections.abc import Iterable
from dataclasses import replace

from search.fields import search_fields
from search.plan.nodes import (
    All,
    Alternatives,
    Choice,
    Dates,
    Either,
    Grams,
    Nearby,
    Pattern,
    Plan,
    Similar,
    Value,
    Words,
)
from search.plan.numbers import with_joined_numbers, with_number_spellings
from search.plan.ranking import QUESTION_WORDS
from search.plan.words import by_accents, edits, minimum, term, whole_run, word_plan
from search.query.dates import days
from search.query.tree import (
    And,
    Bag,
    Clause,
    Fuzzy,
    Near,
    Node,
    Nothing,
    Occur,
    Or,
    Phrase,
    Prefix,
    Range,
    Scoped,
    Synonym,
    Synonyms,
    Wildcard,
    Word,
)
from search.text.forms import folded
from search.text.languages import is_tonal
from search.text.normalize import normalize
from search.text.scripts import is_unspaced
from search.text.terms import query_grams
from search.text.words import units, words

_NO_WORD = re.compile("[-‐‑]")


def plan(node: Node | None, fields: tuple[str, ...] = ()) -> Plan | None:
    """Return the plan of a tree, whose words are searched in these fields, or in all texts.

    None matches every page; a tree whose words have no letters or digits plans nothing.
    """
    fields = fields or search_fields().text_names
    match node:
        case None:
            return None
        case Nothing():
            return Either(())
        case And(nodes):
            return _joined(All, (whole_run(plan(each, fields)) for each in nodes))
        case Or(nodes):
            return _joined(Either, (plan(each, fields) for each in nodes))
        case Bag():
            return _bag(node, fields)
        case Scoped(field, inner):
            return _scoped(field, inner, fields)
        case Word(text):
            return with_number_spellings(word_plan(text, fields))
        case Synonyms(word, others):
            return _alternatives(word, others, fields)
        case Phrase(text, slop):
            terms = tuple(map(term, words(text)))
            return with_number_spellings(Words(terms, fields, slop, exact=True)) if terms else None
        case Near(left, right, distance):
            return Nearby(_plain(left.text), _plain(right.text), distance, fields)
        case Prefix(text):
            *before, last = _plain(text) or (folded(text),)
            return Pattern(last, None, fields, tuple(before))
        case Wildcard(pattern):
            return _wildcard(folded(pattern), fields)
        case Fuzzy(text) if is_unspaced(text):
            return word_plan(text, fields)
        case Fuzzy(text):
            parts = _plain(text) or (folded(text),)
            return _joined(All, (Similar(each, edits(each), fields) for each in parts))
        case Range():
            return _dates(node)


def _plain(text: str) -> tuple[str, ...]:
    return tuple(map(folded, words(text)))


def _alternatives(
    word: Word | Phrase, others: Iterable[Synonym], fields: tuple[str, ...]
) -> Plan | None:
    original = plan(word, fields)
    if isinstance(word, Phrase):
        planned = [plan(replace(word, text=each.text), fields) for each in others]
    else:
        planned = [_synonym(each, fields) for each in others]
    planned_others = tuple(part for part in planned if part is not None)
    return Alternatives(original, planned_others) if original and planned_others else original


def _synonym(synonym: Synonym, fields: tuple[str, ...]) -> Plan | None:
    terms = tuple(map(term, units(synonym.text)))
    if not terms:
        return None
    phrase = Words(terms, fields)
    return All((phrase, Value("locale", synonym.locale))) if synonym.locale else phrase


def _wildcard(pattern: str, fields: tuple[str, ...]) -> Plan | None:
    """Plan each part of a pattern like wom?n-led by itself, as `~` does.

    Scripts without spaces are indexed by letter, so a `?` becomes slop between letters.
    """
    if is_unspaced(pattern):
        letters = tuple(map(term, words(pattern.replace("?", " "))))
        return Words(letters, fields, pattern.count("?"), exact=True)
    parts = (part for part in _NO_WORD.split(pattern) if part)
    return _joined(All, (_open(part, fields) for part in parts))


def _open(pattern: str, fields: tuple[str, ...]) -> Plan | None:
    if "?" not in pattern:
        return Words((term(pattern),), fields, exact=True)
    expression = re.compile(".".join(map(re.escape, pattern.split("?"))))
    return Pattern(pattern.split("?")[0], expression, fields)


def _dates(dates: Range) -> Dates:
    return Dates(
        days(dates.low)[0] if dates.low else None, days(dates.high)[1] if dates.high else None
    )


def _joined(kind: type[All] | type[Either], parts: Iterable[Plan | None]) -> Plan | None:
    present = tuple(part for part in parts if part is not None)
    return kind(present) if len(present) > 1 else present[0] if present else None


def _scoped(field: str, inner: Node, fields: tuple[str, ...]) -> Plan | None:
    scope = search_fields().scopes.get(field)
    if scope:
        return plan(inner, scope)
    if field not in search_fields().value_names:
        return plan(inner)
    return _values(field, inner)


def _values(field: str, node: Node) -> Plan | None:
    """Return a facet's values, alone or in any combination."""
    match node:
        case Word(text) | Phrase(text) | Prefix(text) | Fuzzy(text) | Wildcard(text):
            return _value(field, text)
        case And(nodes):
            return _joined(All, (_values(field, each) for each in nodes))
        case Or(nodes):
            return _joined(Either, (_values(field, each) for each in nodes))
        case Bag(clauses):
            must, should, must_not = _by_occur(
                (clause.occur, _values(field, clause.node)) for clause in clauses
            )
            return Choice(must, should, must_not, minimum=0 if must or not should else 1)
    return plan(node)


def _value(field: str, text: str) -> Plan:
    """Return the values that the text may mean, as alternatives."""
    values = tuple(Value(field, each) for each in search_fields()[field].spellings(text))
    return Either(values) if len(values) > 1 else values[0]


def _by_occur(
    clauses: Iterable[tuple[Occur, Plan | None]],
) -> tuple[tuple[Plan, ...], tuple[Plan, ...], tuple[Plan, ...]]:
    by_occur: dict[Occur, list[Plan]] = {occur: [] for occur in Occur}
    for occur, part in clauses:
        if part is not None:
            by_occur[occur].append(part)
    return (
        tuple(by_occur[Occur.MUST]),
        tuple(by_occur[Occur.SHOULD]),
        tuple(by_occur[Occur.MUST_NOT]),
    )


def _bag(bag: Bag, fields: tuple[str, ...]) -> Plan | None:
    filters = _filters(bag)
    clauses = [clause for clause in bag.clauses if not _is_filter(clause)]
    parts = with_joined_numbers(
        [plan(clause.node, fields) for clause in clauses],
        [normalize(_word_text(clause)) for clause in clauses],
        fields,
    )
    must, should, must_not = _by_occur(
        each
        for clause, part in zip(clauses, parts, strict=True)
        for each in _parts(clause.occur, part)
    )
    if not (filters or must or should or must_not):
        return None
    if is_tonal(_text(bag)):
        must, should = (tuple(map(by_accents, parts)) for parts in (must, should))
    significant = tuple(part for part in should if not _is_stopword(part)) or should
    all_words = tuple(part for part in must if not _is_stopword(part)) + significant
    is_short = len(all_words) < QUESTION_WORDS
    return Choice(
        must + filters,
        significant,
        must_not,
        minimum=0 if must or not significant else minimum(len(significant)),
        all_words=all_words if significant and len(all_words) > 1 and is_short else (),
        phrase=_phrase(plain_words(bag), fields) if is_short else None,
        grams=_grams(bag, fields),
    )


def _parts(occur: Occur, part: Plan | None) -> list[tuple[Occur, Plan | None]]:
    """Return a part with its occurrence; a run becomes its words, as in scripts with spaces."""
    if isinstance(part, Choice) and part.is_run and occur is Occur.SHOULD:
        return [(occur, each) for each in part.should]
    return [(occur, whole_run(part))]


def _grams(bag: Bag, fields: tuple[str, ...]) -> Grams | None:
    terms = query_grams(_text(bag))
    return Grams(terms, fields) if terms else None


def _text(bag: Bag) -> str:
    """Return the bare words of a bag, normalized."""
    return normalize(" ".join(filter(None, map(_word_text, bag.clauses))))


def _word_text(clause: Clause) -> str:
    """Return the word of a clause; empty if it is excluded or no plain word."""
    node = clause.node.word if isinstance(clause.node, Synonyms) else clause.node
    return node.text if isinstance(node, Word) and clause.occur is not Occur.MUST_NOT else ""


def _filters(bag: Bag) -> tuple[Plan, ...]:
    """Return the values and dates of a bag as filters, as in the form.

    Values of one field are alternatives; different fields must all match.
    """
    by_field: dict[str, list[Plan]] = {}
    for clause in filter(_is_filter, bag.clauses):
        planned = plan(clause.node)
        if isinstance(clause.node, Scoped) and planned is not None:
            by_field.setdefault(clause.node.field, []).append(planned)
    return tuple(Either(tuple(same)) if len(same) > 1 else same[0] for same in by_field.values())


def _is_filter(clause: Clause) -> bool:
    return (
        clause.occur is Occur.SHOULD
        and isinstance(clause.node, Scoped)
        and clause.node.field not in search_fields().scopes
    )


def _is_stopword(part: Plan) -> bool:
    return isinstance(part, Words) and len(part.terms) == 1 and part.terms[0].is_stopword


def plain_words(bag: Bag) -> list[str]:
    """Return the words of a bag that consists only of words; else none."""
    texts = [text for clause in bag.clauses if (text := _word_text(clause))]
    return words(" ".join(texts)) if len(texts) == len(bag.clauses) else []


def _phrase(bag_words: list[str], fields: tuple[str, ...]) -> Words | None:
    """Return the words as one phrase, if there are 2 to `MAX_PHRASE_LENGTH` of them."""
    if not 1 < len(bag_words) <= MAX_PHRASE_LENGTH:
        return None
    return Words(tuple(map(term, bag_words)), fields, exact=True)


MAX_PHRASE_LENGTH = 12
"""Words; longer queries are questions, which no page repeats literally."""
