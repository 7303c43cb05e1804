"""From a query's tree to its plan."""

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
    Leaf,
    Nearby,
    Pattern,
    Plan,
    Similar,
    Term,
    Unscored,
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
from search.text.forms import folded, forms, is_accented, lowered
from search.text.languages import STOPWORDS
from search.text.normalize import normalize
from search.text.scripts import clusters, is_han, is_unspaced
from search.text.terms import query_grams
from search.text.words import cut, segments, units, words

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
        case Nothing():
            return Either(())
        case And(nodes):
            return _joined(All, (_whole_run(plan(each, fields)) for each in nodes))
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
        case Fuzzy(text) if is_unspaced(text):
            return _word(text, fields)
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
    """A word; several parts in order, or as one word; a bag where there are no spaces."""
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


def _run(text: str, fields: tuple[str, ...]) -> Plan | None:
    """The words of a text without spaces, side by side."""
    parts = segments(text)
    found = tuple(_unit(part, fields, len(parts) <= MOST_INSIDE) for part in parts)
    if not found:
        return None
    grams = Grams(query_grams(text), fields)
    return Choice((), found, (), minimum(len(found)), grams=grams, is_run=True)


def _unit(word: str, fields: tuple[str, ...], inside: bool) -> Plan:
    """A word of a dictionary; with `inside` also where it is a part of a longer one."""
    if not is_unspaced(word):
        return Words((term(word),), fields)
    if is_han(word):
        return Words(tuple(map(term, word)), fields)
    known = Words((term(word),), fields)
    letters = Words(tuple(map(term, clusters(word))), fields, exact=True)
    return Either((known, Unscored(letters))) if inside else known


MOST_INSIDE = 4
"""Words of a text without spaces that are also looked for inside longer ones; more of them are a
question, and enough of its words stand by themselves."""


def _whole_run(part: Plan | None) -> Plan | None:
    """All words of a run, where the visitor asks for it as one."""
    if isinstance(part, Choice) and part.is_run:
        return replace(part, minimum=len(part.should))
    return part


def _alternatives(word: Word, others: Iterable[Synonym], fields: tuple[str, ...]) -> Plan | None:
    asked = _word(word.text, fields)
    found = tuple(part for each in others if (part := _synonym(each, fields)))
    return Alternatives(asked, found) if asked and found else asked


def _synonym(synonym: Synonym, fields: tuple[str, ...]) -> Plan | None:
    terms = tuple(map(term, units(synonym.text)))
    if not terms:
        return None
    found = Words(terms, fields)
    return All((found, Value("locale", synonym.locale))) if synonym.locale else found


def _wildcard(pattern: str, fields: tuple[str, ...]) -> Plan | None:
    """The parts of wom?n-led are sought each by itself, as with ~.

    Scripts without spaces are indexed by letter, so there one left open may stand between.
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
        each
        for clause in bag.clauses
        if not _is_filter(clause)
        for each in _parts(clause.occur, plan(clause.node, fields))
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
        grams=_grams(bag, fields),
    )


def _parts(occur: Occur, part: Plan | None) -> list[tuple[Occur, Plan | None]]:
    """The words of a run stand in the bag like those of other scripts."""
    if isinstance(part, Choice) and part.is_run and occur is Occur.SHOULD:
        return [(occur, each) for each in part.should]
    return [(occur, _whole_run(part))]


def _grams(bag: Bag, fields: tuple[str, ...]) -> Grams | None:
    texts = [text for clause in bag.clauses if (text := _said(clause))]
    found = query_grams(" ".join(texts))
    return Grams(found, fields) if found else None


def _said(clause: Clause) -> str:
    """The word of a clause, unless it is excluded."""
    node = clause.node.word if isinstance(clause.node, Synonyms) else clause.node
    return node.text if isinstance(node, Word) and clause.occur is not Occur.MUST_NOT else ""


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
    texts = [text for clause in bag.clauses if (text := _said(clause))]
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
        case Unscored(part):
            return [part]
        case _:
            return [node]
