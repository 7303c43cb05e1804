"""From a query's tree to its plan."""

import re
import unicodedata
from collections.abc import Iterable

from search.fields import search_fields
from search.plan.nodes import (
    All,
    Alternatives,
    Choice,
    Dates,
    Either,
    Leaf,
    Nearby,
    Pattern,
    Plan,
    Similar,
    Term,
    Value,
    Words,
)
from search.query.dates import days
from search.query.tree import (
    And,
    Bag,
    Clause,
    Fuzzy,
    Near,
    Node,
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
from search.text.forms import folded, forms, is_accented, lowered
from search.text.stopwords import STOPWORDS
from search.text.words import is_unspaced, segments, words

_NO_WORD = re.compile("[-‐‑]")
MINIMUM_SHARE = 0.15
"""Of a bag's words that must match, beyond three of them, where any word will do."""


def plan(node: Node | None, fields: tuple[str, ...] = ()) -> Plan | None:
    """Return the plan of a tree, whose words are looked for in these texts, or else in all.

    None finds every page; words without a letter look for nothing.
    """
    fields = fields or search_fields().text_names
    match node:
        case None:
            return None
        case And(nodes):
            return _joined(All, (plan(each, fields) for each in nodes))
        case Or(nodes):
            return _joined(Either, (plan(each, fields) for each in nodes))
        case Bag():
            return _bag(node, fields)
        case Scoped(field, inner):
            return _scoped(field, inner, fields)
        case Word(text):
            return _word(text, fields)
        case Synonyms(word, others):
            return _alternatives(word, others, fields)
        case Phrase(text, slop):
            terms = tuple(map(term, words(text)))
            return Words(terms, fields, slop, exact=True) if terms else None
        case Near(left, right, distance):
            return Nearby(_plain(left.text), _plain(right.text), distance, fields)
        case Prefix(text):
            *before, last = _plain(text) or (folded(text),)
            return Pattern(last, None, fields, tuple(before))
        case Wildcard(pattern):
            return _wildcard(folded(pattern), fields)
        case Fuzzy(text):
            parts = _plain(text) or (folded(text),)
            return _joined(All, (Similar(each, edits(each), fields) for each in parts))
        case Range():
            return _dates(node)


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


def _plain(text: str) -> tuple[str, ...]:
    return tuple(map(folded, words(text)))


def _word(text: str, fields: tuple[str, ...]) -> Plan | None:
    """A word; its parts if it has several: in order, or as a bag where there are no spaces."""
    parts = segments(text)
    if len(parts) > 1 and is_unspaced(text):
        units = [unit for part in parts if (unit := _word(part, fields))]
        return Choice((), tuple(units), (), minimum(len(units)), tuple(units))
    terms = tuple(map(term, words(text)))
    return Words(terms, fields) if terms else None


def _alternatives(word: Word, others: Iterable[Synonym], fields: tuple[str, ...]) -> Plan | None:
    asked = _word(word.text, fields)
    found = tuple(part for each in others if (part := _synonym(each, fields)))
    return Alternatives(asked, found) if asked and found else asked


def _synonym(synonym: Synonym, fields: tuple[str, ...]) -> Plan | None:
    terms = tuple(map(term, words(synonym.text)))
    if not terms:
        return None
    found = Words(terms, fields)
    return All((found, Value("locale", synonym.locale))) if synonym.locale else found


def _wildcard(pattern: str, fields: tuple[str, ...]) -> Plan | None:
    """The parts of wom?n-led are sought each by itself, as with ~.

    Chinese is indexed by character, so there a letter left open is one that may stand between.
    """
    if any(unicodedata.name(letter, "").startswith("CJK") for letter in pattern):
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
    kept = tuple(part for part in parts if part is not None)
    return kind(kept) if len(kept) > 1 else kept[0] if kept else None


def _scoped(field: str, inner: Node, fields: tuple[str, ...]) -> Plan | None:
    scope = search_fields().scopes.get(field)
    if scope:
        return plan(inner, scope)
    if field not in search_fields().value_names:
        return plan(inner)
    return _values(field, inner)


def _values(field: str, node: Node) -> Plan | None:
    """A facet's values, alone or in any combination."""
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
    """Any of the values that the text may stand for."""
    values = tuple(Value(field, each) for each in search_fields()[field].spellings(text))
    return Either(values) if len(values) > 1 else values[0]


def _by_occur(
    clauses: Iterable[tuple[Occur, Plan | None]],
) -> tuple[tuple[Plan, ...], tuple[Plan, ...], tuple[Plan, ...]]:
    sorted_out: dict[Occur, list[Plan]] = {occur: [] for occur in Occur}
    for occur, part in clauses:
        if part is not None:
            sorted_out[occur].append(part)
    return (
        tuple(sorted_out[Occur.MUST]),
        tuple(sorted_out[Occur.SHOULD]),
        tuple(sorted_out[Occur.MUST_NOT]),
    )


def _bag(bag: Bag, fields: tuple[str, ...]) -> Plan | None:
    filters = _filters(bag)
    must, should, must_not = _by_occur(
        (clause.occur, plan(clause.node, fields))
        for clause in bag.clauses
        if not _is_filter(clause)
    )
    if not (filters or must or should or must_not):
        return None
    telling = tuple(part for part in should if not _is_stopword(part)) or should
    wanted = tuple(part for part in must if not _is_stopword(part)) + telling
    return Choice(
        must + filters,
        telling,
        must_not,
        minimum=0 if must or not telling else minimum(len(telling)),
        lifted=wanted if telling and len(wanted) > 1 else (),
        phrase=_whole(bag, fields),
    )


def _filters(bag: Bag) -> tuple[Plan, ...]:
    """Values and dates beside words narrow the search, as in its form: those of one field are
    alternatives, different fields all hold."""
    by_field: dict[str, list[Plan]] = {}
    for clause in filter(_is_filter, bag.clauses):
        found = plan(clause.node)
        if isinstance(clause.node, Scoped) and found is not None:
            by_field.setdefault(clause.node.field, []).append(found)
    return tuple(Either(tuple(same)) if len(same) > 1 else same[0] for same in by_field.values())


def _is_filter(clause: Clause) -> bool:
    return (
        clause.occur is Occur.SHOULD
        and isinstance(clause.node, Scoped)
        and clause.node.field not in search_fields().scopes
    )


def _is_stopword(part: Plan) -> bool:
    return isinstance(part, Words) and len(part.terms) == 1 and part.terms[0].is_stopword


def _whole(bag: Bag, fields: tuple[str, ...]) -> Words | None:
    """The bag's words as one phrase, if it is nothing but words."""
    said = [
        clause.node.word if isinstance(clause.node, Synonyms) else clause.node
        for clause in bag.clauses
        if clause.occur is not Occur.MUST_NOT
    ]
    texts = [node.text for node in said if isinstance(node, Word)]
    if len(texts) < len(bag.clauses):
        return None
    terms = tuple(map(term, words(" ".join(texts))))
    return Words(terms, fields, exact=True) if 1 < len(terms) <= LONGEST_PHRASE else None


LONGEST_PHRASE = 12
"""Words; longer queries are questions, and no page holds them as they are."""


def wanted_terms(node: Plan | None) -> list[Leaf]:
    """The leaves that a page is found by, without what it must not hold; for highlights."""
    match node:
        case None:
            return []
        case All(parts) | Either(parts):
            return [leaf for part in parts for leaf in wanted_terms(part)]
        case Choice():
            return [leaf for part in (*node.must, *node.should) for leaf in wanted_terms(part)]
        case Alternatives(asked, others):
            return [leaf for part in (asked, *others) for leaf in wanted_terms(part)]
        case _:
            return [node]
