"""A tree told to people in plain words, and to programs as JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from search.fields import search_fields
from search.query.dates import days
from search.query.tree import (
    And,
    Bag,
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
    Synonyms,
    Wildcard,
    Word,
)

EVERYTHING = "every page"
NO_PAGE = "no page"
ONE_LINE = 80  # characters
_BAG = {
    Occur.MUST: ("with", "with all of these"),
    Occur.SHOULD: ("with", "with some of these, best those with all"),
    Occur.MUST_NOT: ("without", "without any of these"),
}
_ALSO = ("better with", "the better, the more of these")  # what is optional beside what is required


@dataclass(frozen=True, slots=True)
class Explanation:
    """A line, and the lines that belong under it."""

    text: str
    parts: tuple["Explanation", ...] = ()


Label = Callable[[str, str], str]
"""Returns what people call a value of a field."""


def _itself(_field: str, value: str) -> str:
    return value


def explain(node: Node | None, label: Label = _itself) -> Explanation:
    """Return what a query finds, as a list of lists in plain words."""
    return _explain(_labelled(node, label))


def _labelled(node: Node | None, label: Label, field: str = "") -> Node | None:
    """Return the tree with what people call the values of fields."""

    def each(inner: Node) -> Node:
        return _labelled(inner, label, field) or inner

    match node:
        case And(nodes):
            return And(tuple(map(each, nodes)))
        case Or(nodes):
            return Or(tuple(map(each, nodes)))
        case Bag(clauses):
            return Bag(tuple(replace(clause, node=each(clause.node)) for clause in clauses))
        case Scoped(name, inner) if name in search_fields().value_names:
            return Scoped(name, _labelled(inner, label, name) or inner)
        case Word(text) if field:
            return Word(label(field, text))
    return node


def _explain(node: Node | None) -> Explanation:
    match node:
        case None:
            return Explanation(EVERYTHING)
        case Nothing():
            return Explanation(NO_PAGE)
        case And(nodes):
            lines = [_bag(each) if isinstance(each, Bag) else [_explain(each)] for each in nodes]
            return _group("all of these", [line for each in lines for line in each])
        case Or(nodes):
            return _group("any of these", list(map(_explain, nodes)))
        case Bag():
            parts = _bag(node)
            return parts[0] if len(parts) == 1 else _group("all of these", parts)
        case Scoped(field, inner):
            below = _explain(inner)
            phrase = search_fields().phrase(field)
            return Explanation(f"{phrase}: {below.text}", below.parts)
    return Explanation(_term(node))


def _bag(bag: Bag) -> list[Explanation]:
    by_occur = {
        occur: [clause.node for clause in bag.clauses if clause.occur is occur]
        for occur in (Occur.MUST, Occur.SHOULD, Occur.MUST_NOT)
    }
    return [
        _listed(_ALSO if occur is Occur.SHOULD and by_occur[Occur.MUST] else _BAG[occur], nodes)
        for occur, nodes in by_occur.items()
        if nodes
    ]


def _listed(words: tuple[str, str], nodes: Sequence[Node]) -> Explanation:
    one, several = words
    told = list(map(_explain, nodes))
    if len(told) > 1:
        return _group(several, told)
    return Explanation(f"{one} {told[0].text}", told[0].parts)


def _group(heading: str, lines: Sequence[Explanation]) -> Explanation:
    """On one line if it is short, else with lines of their own."""
    text = f"{heading}: {', '.join(line.text for line in lines)}"
    if len(text) <= ONE_LINE and not any(line.parts for line in lines):
        return Explanation(text)
    return Explanation(heading, tuple(lines))


def _term(node: Node) -> str:
    match node:
        case Word(text):
            return f"“{text}”"
        case Synonyms(Word(text), others):
            told = ", ".join(f"“{each}”" for each in dict.fromkeys(other.text for other in others))
            return f"“{text}” or a synonym of it ({told})"
        case Prefix(text):
            return f"words that begin with “{text}”"
        case Wildcard(pattern):
            return f"words like “{pattern}”, with any letter for each “?”"
        case Fuzzy(text):
            return f"“{text}” or a word spelt nearly so"
        case Phrase(text, 0):
            return f"the exact phrase “{text}”"
        case Phrase(text, slop):
            return f"the phrase “{text}” with up to {_counted(slop, 'word')} in between"
        case Near(left, right, distance):
            between = f"with at most {_counted(distance, 'word')} between them"
            return f"{_term(left)} and {_term(right)} in either order, {between}"
        case Range(low, high):
            return _period(low, high)
    raise TypeError(f"{node!r} is no term")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _period(low: str | None, high: str | None) -> str:
    if low == high and low:
        return f"in {low}" if len(low) < len("2024-05-31") else f"on {low}"
    if low and high:
        return f"from {low} to {high}"
    return f"in {low} or later" if low else f"in {high} or earlier"


def as_json(node: Node | None) -> dict[str, Any] | None:
    """Nested objects, each with an `op`; None finds every page."""
    match node:
        case None:
            return None
        case Nothing():
            return {"op": "nothing"}
        case And(nodes):
            return {"op": "and", "clauses": [as_json(each) for each in nodes]}
        case Or(nodes):
            return {"op": "or", "clauses": [as_json(each) for each in nodes]}
        case Bag(clauses):
            return {
                "op": "bag",
                "clauses": [
                    {"occur": str(clause.occur), "clause": as_json(clause.node)}
                    for clause in clauses
                ],
            }
        case Scoped(field, inner):
            return {"op": "field", "field": field, "clause": as_json(inner)}
        case Near(left, right, distance):
            pair = [as_json(left), as_json(right)]
            return {"op": "near", "distance": distance, "clauses": pair}
        case Phrase(text, slop):
            return {"op": "phrase", "text": text, "slop": slop}
        case Wildcard(pattern):
            return {"op": "wildcard", "text": pattern}
        case Range(low, high):
            return {"op": "range", "from": low and _first(low), "to": high and _last(high)}
        case Word(text) | Synonyms(Word(text)):
            return {"op": "word", "text": text}
        case Prefix(text):
            return {"op": "prefix", "text": text}
        case Fuzzy(text):
            return {"op": "fuzzy", "text": text}


def _first(bound: str) -> str:
    return days(bound)[0].isoformat()


def _last(bound: str) -> str:
    return days(bound)[1].isoformat()
