"""The query language read back into the advanced form, as far as the form can say it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from search.fields import search_fields
from search.query import print_query
from search.query.dates import days
from search.query.tree import (
    And,
    Bag,
    Clause,
    Fuzzy,
    Node,
    Occur,
    Or,
    Phrase,
    Prefix,
    Range,
    Scoped,
    Wildcard,
    Word,
)
from search.request.form.writing import AdvancedForm
from search.request.search_request import SearchRequest

ALTERNATIVES = 3  # a bag of up to so many words finds any one of them, as OR does


_OWN = ("where", "date_from", "date_to")


class _InexpressibleError(Exception):
    """The form has no field for this."""


@dataclass
class _Boxes:
    """Terms by the box they belong in."""

    all: list[Node] = field(default_factory=list)
    phrase: list[Node] = field(default_factory=list)
    any: list[Node] = field(default_factory=list)
    none: list[Node] = field(default_factory=list)


def form_of(request: SearchRequest) -> AdvancedForm | None:
    """Return the form of the same search; if None, the text stays in its one box."""
    form = read_form(request.query.tree)
    if form is None:
        return None
    if form.values.keys() & request.filters.keys():
        return None
    meant = {name: request.names.chosen(name, values) for name, values in form.values.items()}
    form = replace(form, values={**meant, **request.filters})
    if not (request.date_from or request.date_to):
        return form
    if form.date_from or form.date_to:
        return None
    return replace(form, date_from=request.date_from, date_to=request.date_to)


def read_form(tree: Node | None) -> AdvancedForm | None:
    """Return the form of the same search as this tree; None if there is none."""
    try:
        found: dict[str, Any] = {}
        words = [rest for part in _parts(tree) if (rest := _without_filters(part, found))]
        match words:
            case [Scoped("title", inner)]:
                found["where"] = "title"
                words = _parts(inner)
        own = {name: found.pop(name) for name in _OWN if name in found}
        return AdvancedForm(**own, values=found, **_boxes(words))
    except _InexpressibleError:
        return None


def _parts(tree: Node | None) -> list[Node]:
    return list(tree.nodes) if isinstance(tree, And) else [tree] if tree else []


def _without_filters(part: Node, found: dict[str, Any]) -> Node | None:
    """Move chosen values and dates of a part into `found`; return what remains of it."""
    if isinstance(part, Scoped) and _is_filter(part):
        _choose(part.field, [part.node], found)
        return None
    if not isinstance(part, Bag):
        return part
    kept: list[Clause] = []
    alternatives: dict[str, list[Node]] = {}
    for clause in part.clauses:
        node = clause.node
        if not (isinstance(node, Scoped) and _is_filter(node)):
            kept.append(clause)
        elif clause.occur is Occur.SHOULD:
            alternatives.setdefault(node.field, []).append(node.node)
        elif clause.occur is Occur.MUST:
            _choose(node.field, [node.node], found)
        else:
            kept.append(clause)
    occurs = [clause.occur for clause in part.clauses if clause not in kept]
    if Occur.MUST in occurs and any(clause.occur is Occur.SHOULD for clause in kept):
        raise _InexpressibleError  # a required value leaves the words beside it optional
    for name, nodes in alternatives.items():
        _choose(name, nodes, found)
    return Bag(tuple(kept)) if kept else None


def _is_filter(node: Node) -> bool:
    return isinstance(node, Scoped) and (
        node.field == "date" or node.field in search_fields().filters
    )


def _choose(name: str, nodes: list[Node], found: dict[str, Any]) -> None:
    if name == "date":
        if len(nodes) > 1 or {"date_from", "date_to"} & found.keys():
            raise _InexpressibleError
        found["date_from"], found["date_to"] = _days(nodes[0])
    elif name in found:
        raise _InexpressibleError
    else:
        found[name] = tuple(dict.fromkeys(value for node in nodes for value in _values(node)))


def _days(node: Node) -> tuple[date | None, date | None]:
    if not isinstance(node, Range):
        raise _InexpressibleError
    return (
        days(node.low)[0] if node.low else None,
        days(node.high)[1] if node.high else None,
    )


def _values(node: Node) -> list[str]:
    match node:
        case Word(text) | Phrase(text, 0):
            return [text]
        case Or(nodes):
            return [value for each in nodes for value in _values(each)]
        case Bag(clauses) if all(clause.occur is Occur.SHOULD for clause in clauses):
            return [value for clause in clauses for value in _values(clause.node)]
    raise _InexpressibleError


def _boxes(words: Iterable[Node]) -> dict[str, Any]:
    boxes = _Boxes()
    for part in words:
        _sort(part, boxes)
    texts = {
        each.name: " ".join(map(print_query, getattr(boxes, each.name))) for each in fields(boxes)
    }
    return texts | {"phrase": texts["phrase"].strip('"')}


def _sort(part: Node, boxes: _Boxes) -> None:
    match part:
        case Phrase(_, 0):  # the last one; so a form is read back as it was written
            boxes.all += boxes.phrase
            boxes.phrase = [part]
        case Or(nodes) if len(nodes) <= ALTERNATIVES and not any(map(_is_filter, nodes)):
            _sort(Bag(tuple(Clause(Occur.SHOULD, node) for node in nodes)), boxes)
        case Bag(clauses):
            wanted = [clause.node for clause in clauses if clause.occur is Occur.SHOULD]
            required = [clause.node for clause in clauses if clause.occur is Occur.MUST]
            unwanted = [clause.node for clause in clauses if clause.occur is Occur.MUST_NOT]
            boxes.all += map(_term, required)
            boxes.none += map(_term, unwanted)
            if len(wanted) == 1 and not required:
                _sort(wanted[0], boxes)
            elif wanted:
                if required or boxes.any:
                    raise _InexpressibleError
                boxes.any += map(_term, wanted)
        case _:
            boxes.all.append(_term(part))


def _term(node: Node) -> Node:
    """Return the text of a node as a box has it between two spaces."""
    inner = node.node if isinstance(node, Scoped) else node
    if isinstance(inner, Word | Prefix | Wildcard | Fuzzy | Phrase | Range):
        return node
    raise _InexpressibleError
