"""Conversion of the advanced form to a query."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from search.fields import search_fields
from search.query import parse, print_query
from search.query.boxes import joined
from search.query.tree import Node, Or, Phrase, Range, Scoped, Word
from search.request.search_request import SearchRequest

Where = Literal["anywhere", "title"]


@dataclass(frozen=True, slots=True)
class AdvancedForm:
    """The values of the form's fields; the boxes are those of `SearchRequest`."""

    all: str = ""
    phrase: str = ""
    any: str = ""
    none: str = ""
    where: Where = "anywhere"
    """The fields in which the words are searched."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """The chosen values by field."""
    date_from: date | None = None
    date_to: date | None = None


def write_form(form: AdvancedForm) -> str:
    """Return the form as one query; quotation marks inside a value are dropped."""
    nodes = [words] if (words := _words(form)) else []
    for name in search_fields().filters:
        if chosen := form.values.get(name):
            nodes.append(Scoped(name, _alternatives(name, chosen)))
    if form.date_from or form.date_to:
        nodes.append(Scoped("date", period(form.date_from, form.date_to)))
    return print_query(joined(nodes))


def request_of(form: AdvancedForm, like: SearchRequest | None = None) -> SearchRequest:
    """Return `like` with the form's words as one text and its values as filters."""
    return replace(
        (like or SearchRequest()).with_text(print_query(_words(form))),
        match="any",
        filters=form.values,
        date_from=form.date_from,
        date_to=form.date_to,
    )


def in_one_text(request: SearchRequest, where: Where = "anywhere") -> SearchRequest:
    """Return the same search with its boxes merged into the text.

    Unchanged if the text would exceed a limit of the query language.
    """
    boxes = (request.all, request.phrase, request.any, request.none)
    tree = request.query.tree
    if tree is None or (where == "anywhere" and not any(boxes)):
        return request
    tree = Scoped("title", tree) if where == "title" else tree
    written = replace(request.with_text(print_query(tree)), match="any", cursor=request.cursor)
    return written if written.query.tree == tree else request


def period(first: date | None, last: date | None) -> Range:
    """Return the range from the first to the last day, as years or months if these are whole."""
    low = high = None
    if first:
        is_start = (first.month, first.day) == (1, 1), first.day == 1
        low = _shortest(first, *is_start)
    if last:
        ends_month = last.day == calendar.monthrange(last.year, last.month)[1]
        high = _shortest(last, (last.month, last.day) == (12, 31), ends_month)
    return Range(low, high)


def _shortest(day: date, is_year: bool, is_month: bool) -> str:
    return day.isoformat()[: 4 if is_year else 7 if is_month else 10]


def _words(form: AdvancedForm) -> Node | None:
    boxes = SearchRequest(all=form.all, phrase=form.phrase, any=form.any, none=form.none)
    tree = boxes.query.tree
    return Scoped("title", tree) if tree and form.where == "title" else tree


def _alternatives(field: str, values: tuple[str, ...]) -> Node:
    nodes = tuple(_value(field, value) for value in values)
    return Or(nodes) if len(nodes) > 1 else nodes[0]


def _value(field: str, value: str) -> Node:
    """Return a value as a word if that parses to the same value, else as a phrase."""
    if parse(f"{field}:{value}").tree == Scoped(field, Word(value)):
        return Word(value)
    return Phrase(" ".join(value.replace('"', " ").split()))
