"""The advanced form written in the query language."""

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
    """The values of the form's fields; boxes as `SearchRequest` has them."""

    all: str = ""
    phrase: str = ""
    any: str = ""
    none: str = ""
    where: Where = "anywhere"
    """The fields in which the words are looked for."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """The chosen values by field."""
    date_from: date | None = None
    date_to: date | None = None


def write_form(form: AdvancedForm) -> str:
    """All of the form in one text; quotation marks inside a value are lost."""
    nodes = [words] if (words := _words(form)) else []
    for name in search_fields().filters:
        if chosen := form.values.get(name):
            nodes.append(Scoped(name, _alternatives(name, chosen)))
    if form.date_from or form.date_to:
        nodes.append(Scoped("date", period(form.date_from, form.date_to)))
    return print_query(joined(nodes))


def request_of(form: AdvancedForm, like: SearchRequest | None = None) -> SearchRequest:
    """Return the words as one text, chosen values and days as filters, the rest as in `like`."""
    return replace(
        (like or SearchRequest()).with_text(print_query(_words(form))),
        match="any",
        filters=form.values,
        date_from=form.date_from,
        date_to=form.date_to,
    )


def in_one_text(request: SearchRequest, where: Where = "anywhere") -> SearchRequest:
    """Return the same search with its boxes written into the text, as a submitted form is shown.

    Unchanged where the text would be over a limit of the language.
    """
    boxes = (request.all, request.phrase, request.any, request.none)
    tree = request.query.tree
    if tree is None or (where == "anywhere" and not any(boxes)):
        return request
    tree = Scoped("title", tree) if where == "title" else tree
    written = replace(request.with_text(print_query(tree)), match="any", cursor=request.cursor)
    return written if written.query.tree == tree else request


def period(first: date | None, last: date | None) -> Range:
    """Both days included, written as whole years or months where they are."""
    low = high = None
    if first:
        whole = (first.month, first.day) == (1, 1), first.day == 1
        low = _shortest(first, *whole)
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
    """Return a word where that says it, else a phrase."""
    if parse(f"{field}:{value}").tree == Scoped(field, Word(value)):
        return Word(value)
    return Phrase(" ".join(value.replace('"', " ").split()))
