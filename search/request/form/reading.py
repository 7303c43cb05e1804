"""Conversion of a query to the advanced form, if the form can express it."""

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

ALTERNATIVES = 3  # a bag of at most this many words matches any of them, like OR


_FORM_FIELDS = ("where", "date_from", "date_to")


class _InexpressibleError(Exception):
    """The form has no field for this."""


@dataclass
class _Boxes:
    """The terms of each box."""

    all: list[Node] = field(default_factory=list)
    phrase: list[Node] = field(default_factory=list)
    any: list[Node] = field(default_factory=list)
    none: list[Node] = field(default_factory=list)


def form_of(request: SearchRequest) -> AdvancedForm | None:
    """Return the form of the same search; None if the form cannot express it."""
    form = read_form(request.query.tree)
    if form is None:
        return None
    if form.values.keys() & request.filters.keys():
        return None
    resolved = {
        name: request.names.resolve_values(name, values) for name, values in form.values.items()
    }
    form = replace(form, values={**resolved, **request.filters})
    if not (request.date_from or request.date_to):
        return form
    if form.date_from or form.date_to:
        return None
    return replace(form, date_from=request.date_from, date_to=request.date_to)


def read_form(tree: Node | None) -> AdvancedForm | None:
    """Return the form of the same search as this tree; None if the form cannot express it."""
    try:
        values: dict[str, Any] = {}
        words = [node for part in _parts(tree) if (node := _without_filters(part, values))]
        match words:
            case [Scoped("title", inner)]:
                values["where"] = "title"
                words = _parts(inner)
        fields = {name: values.pop(name) for name in _FORM_FIELDS if name in values}
        return AdvancedForm(**fields, values=values, **_boxes(words))
    except _InexpressibleError:
        return None


def _parts(tree: Node | None) -> list[Node]:
    return list(tree.nodes) if isinstance(tree, And) else [tree] if tree else []


def _without_filters(part: Node, values: dict[str, Any]) -> Node | None:
    """Move the filters of a part into `values`, and return the remaining words."""
    if isinstance(part, Scoped) and _is_filter(part):
        _add_filter(part.field, [part.node], values)
        return None
    if not isinstance(part, Bag):
        return part
    remaining: list[Clause] = []
    alternatives: dict[str, list[Node]] = {}
    for clause in part.clauses:
        node = clause.node
        if not (isinstance(node, Scoped) and _is_filter(node)):
            remaining.append(clause)
        elif clause.occur is Occur.SHOULD:
            alternatives.setdefault(node.field, []).append(node.node)
        elif clause.occur is Occur.MUST:
            _add_filter(node.field, [node.node], values)
        else:
            remaining.append(clause)
    occurs = [clause.occur for clause in part.clauses if clause not in remaining]
    if Occur.MUST in occurs and any(clause.occur is Occur.SHOULD for clause in remaining):
        raise _InexpressibleError  # beside a required filter, the words are optional
    for name, nodes in alternatives.items():
        _add_filter(name, nodes, values)
    return Bag(tuple(remaining)) if remaining else None


def _is_filter(node: Node) -> bool:
    return isinstance(node, Scoped) and (
        node.field == "date" or node.field in search_fields().filters
    )


def _add_filter(name: str, nodes: list[Node], values: dict[str, Any]) -> None:
    if name == "date":
        if len(nodes) > 1 or {"date_from", "date_to"} & values.keys():
            raise _InexpressibleError
        values["date_from"], values["date_to"] = _days(nodes[0])
    elif name in values:
        raise _InexpressibleError
    else:
        values[name] = tuple(dict.fromkeys(value for node in nodes for value in _values(node)))


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
        _put_in_box(part, boxes)
    texts = {
        each.name: " ".join(map(print_query, getattr(boxes, each.name))) for each in fields(boxes)
    }
    return texts | {"phrase": texts["phrase"].strip('"')}


def _put_in_box(part: Node, boxes: _Boxes) -> None:
    match part:
        case Phrase(_, 0):  # the last phrase, as `write_form` orders them
            boxes.all += boxes.phrase
            boxes.phrase = [part]
        case Or(nodes) if len(nodes) <= ALTERNATIVES and not any(map(_is_filter, nodes)):
            _put_in_box(Bag(tuple(Clause(Occur.SHOULD, node) for node in nodes)), boxes)
        case Bag(clauses):
            optional = [clause.node for clause in clauses if clause.occur is Occur.SHOULD]
            required = [clause.node for clause in clauses if clause.occur is Occur.MUST]
            excluded = [clause.node for clause in clauses if clause.occur is Occur.MUST_NOT]
            boxes.all += map(_term, required)
            boxes.none += map(_term, excluded)
            if len(optional) == 1 and not required:
                _put_in_box(optional[0], boxes)
            elif optional:
                if required or boxes.any:
                    raise _InexpressibleError
                boxes.any += map(_term, optional)
        case _:
            boxes.all.append(_term(part))


def _term(node: Node) -> Node:
    """Return a node that a box can hold as one term; raises _InexpressibleError for others."""
    inner = node.node if isinstance(node, Scoped) else node
    if isinstance(inner, Word | Prefix | Wildcard | Fuzzy | Phrase | Range):
        return node
    raise _InexpressibleError
