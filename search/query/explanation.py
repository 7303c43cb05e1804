"""Query trees in plain language, and as JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from search.fields import search_fields
from search.interface import gettext as _
from search.interface import gettext_noop, ngettext
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

ONE_LINE = 80  # characters
_BAG = {
    Occur.MUST: (gettext_noop("with {term}"), gettext_noop("with all of these")),
    Occur.SHOULD: (
        gettext_noop("with {term}"),
        gettext_noop("with some of these; pages with all come first"),
    ),
    Occur.MUST_NOT: (gettext_noop("without {term}"), gettext_noop("without any of these")),
}
_ALSO = (gettext_noop("preferably with {term}"), gettext_noop("as many of these as possible"))
"""Texts for optional clauses beside required ones."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A line, and the lines below it."""

    text: str
    parts: tuple["Explanation", ...] = ()


Label = Callable[[str, str], str]
"""Returns the label of a value of a field."""


def _unlabelled(_field: str, value: str) -> str:
    return value


def explain(node: Node | None, label: Label = _unlabelled) -> Explanation:
    """Return a description of what a query matches, in the active language."""
    return _explain(_labelled(node, label))


def _labelled(node: Node | None, label: Label, field: str = "") -> Node | None:
    """Return the tree with labels in place of the values of fields."""

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
            return Explanation(_("every page"))
        case Nothing():
            return Explanation(_("no page"))
        case And(nodes):
            lines = [_bag(each) if isinstance(each, Bag) else [_explain(each)] for each in nodes]
            return _group(_("all of these"), [line for each in lines for line in each])
        case Or(nodes):
            return _group(_("any of these"), list(map(_explain, nodes)))
        case Bag():
            parts = _bag(node)
            return parts[0] if len(parts) == 1 else _group(_("all of these"), parts)
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
        _clauses(_ALSO if occur is Occur.SHOULD and by_occur[Occur.MUST] else _BAG[occur], nodes)
        for occur, nodes in by_occur.items()
        if nodes
    ]


def _clauses(words: tuple[str, str], nodes: Sequence[Node]) -> Explanation:
    singular, plural = words
    lines = list(map(_explain, nodes))
    if len(lines) > 1:
        return _group(_(plural), lines)
    return Explanation(_(singular).format(term=lines[0].text), lines[0].parts)


def _group(heading: str, lines: Sequence[Explanation]) -> Explanation:
    """Return the group on one line if that is short, else on several."""
    text = f"{heading}: {', '.join(line.text for line in lines)}"
    if len(text) <= ONE_LINE and not any(line.parts for line in lines):
        return Explanation(text)
    return Explanation(heading, tuple(lines))


def _term(node: Node) -> str:
    match node:
        case Word(text):
            return f"“{text}”"
        case Synonyms(Word(text) | Phrase(text), others):
            listed = ", ".join(f"“{each}”" for each in dict.fromkeys(e.text for e in others))
            return _("“{text}” or a synonym of it ({synonyms})").format(text=text, synonyms=listed)
        case Prefix(text):
            return _("words that begin with “{text}”").format(text=text)
        case Wildcard(pattern):
            return _("words like “{text}”, with any letter for each “?”").format(text=pattern)
        case Fuzzy(text):
            return _("“{text}” or a word with similar spelling").format(text=text)
        case Phrase(text, 0):
            return _("the exact phrase “{text}”").format(text=text)
        case Phrase(text, slop):
            return ngettext(
                "the phrase “{text}” with up to {count} word in between",
                "the phrase “{text}” with up to {count} words in between",
                slop,
            ).format(text=text, count=slop)
        case Near(left, right, distance):
            return ngettext(
                "{left} and {right} in either order, with at most {count} word between them",
                "{left} and {right} in either order, with at most {count} words between them",
                distance,
            ).format(left=_term(left), right=_term(right), count=distance)
        case Range(low, high):
            return _period(low, high)
    raise TypeError(f"{node!r} is not a term")


def _period(low: str | None, high: str | None) -> str:
    if low == high and low:
        is_partial = len(low) < len("2024-05-31")
        return (_("in {date}") if is_partial else _("on {date}")).format(date=low)
    if low and high:
        return _("from {first} to {last}").format(first=low, last=high)
    if low:
        return _("in {date} or later").format(date=low)
    return _("in {date} or earlier").format(date=high)


def as_json(node: Node | None) -> dict[str, Any] | None:
    """Return the tree as nested objects, each with an `op`; None matches every page."""
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
        case Word(text):
            return {"op": "word", "text": text}
        case Synonyms(word):
            return as_json(word)
        case Prefix(text):
            return {"op": "prefix", "text": text}
        case Fuzzy(text):
            return {"op": "fuzzy", "text": text}


def _first(bound: str) -> str:
    return days(bound)[0].isoformat()


def _last(bound: str) -> str:
    return days(bound)[1].isoformat()
