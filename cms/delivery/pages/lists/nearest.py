"""Rows of lists found among the next pages in the order of an index.

To sort all pages that a list is about takes longer the more pages there are. The first pages in the
order of the list, which an index has, nearly always contain enough that match its filters. Public
dates are stored by the reader of the change log: pages whose changes it has not read are read from
their own tables.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max
from wagtail.models import Page

from cms.caching.lookups import cached_until_change
from cms.delivery.documents.reading import stale_by
from cms.delivery.http.cursor import Position
from cms.delivery.pages.lists.compiled import content_types, list_statement, read_rows
from cms.delivery.pages.lists.form import FIRST_ID, PK, VALUE, Form
from cms.delivery.pages.lists.rows import ListRow

FACTORS = (3, 100)
"""The number of candidates for each row of a list, at first and if these do not suffice."""
MIN_PAGES = 2_000
"""The number of pages below which they are sorted in less time than candidates are read."""
MAX_STALE = 20
"""The number of pages with unread changes above which no stored date is used."""

type Values = Mapping[Any, Any]


def may_have_nearest(form: Form, start: Position | None, children: int) -> bool:
    """Return whether an index has the order of the list, and many pages may be in it.

    `children` is the number of pages directly below the parent, if the list has one.
    """
    if form.ids or form.sort_name not in {"path", "date"} or (start and start.value is None):
        return False
    if form.sort_name == "path" and form.types == content_types(()) and not form.locales:
        return False  # all of the next pages match
    return (children if form.parent else _highest_id(None)) >= MIN_PAGES


def nearest_rows(form: Form, values: Values, start: Position | None) -> list[ListRow] | None:
    """Return the rows of one part of a list, and one more; None if the candidates have fewer."""
    values = {**values, **_values_of(start, form)}
    for factor in FACTORS:
        candidates = factor * (form.limit + 1)
        rows = _rows(form._replace(candidates=candidates), values, start)
        if rows is None:
            return None
        if len(rows) > form.limit:
            return rows[: form.limit + 1]
    return None


def _rows(form: Form, values: Values, start: Position | None) -> list[ListRow] | None:
    """Return the rows among the candidates; None if no stored date can be used."""
    if form.sort_name == "path":
        return read_rows(form, values)
    rows = list_statement(form._replace(limit=form.limit + MAX_STALE)).rows(values)
    if not rows:
        return []
    pending = rows[0][-2]
    stale = None if pending is None else stale_by(pending)
    if stale is None or len(stale) > MAX_STALE:
        return None
    current = [ListRow.of(row) for row in rows if row[0] not in stale]
    if not stale or len(current) <= form.limit:
        return current
    changed = [
        row
        for row in _changed(stale, form, values)
        if row.value is not None and _is_after(row, form, start)
    ]
    return sorted([*current, *changed], key=_place, reverse=form.is_descending)


def _changed(page_ids: frozenset[int], form: Form, values: Values) -> list[ListRow]:
    """Return the rows of these pages, with the dates that their own tables have."""
    count = len(page_ids)
    of_ids = form._replace(ids=count, limit=count, has_cursor=False, candidates=0)
    marked = {FIRST_ID - number: pk for number, pk in enumerate(page_ids)}
    return read_rows(of_ids, {**values, **marked})


def _place(row: ListRow) -> tuple[date, int]:
    return row.value, row.page.pk


def _is_after(row: ListRow, form: Form, start: Position | None) -> bool:
    """Return whether a row of a list by date is after the cursor."""
    if start is None:
        return True
    place, cursor = _place(row), (date.fromisoformat(start.value), start.pk)
    return place < cursor if form.is_descending else place > cursor


def _values_of(start: Position | None, form: Form) -> Values:
    """Return the values of the marks of the cursor."""
    if start is None:
        return {}
    value = start.value
    if form.sort_name == "date":
        value = connection.ops.adapt_datefield_value(date.fromisoformat(value))
    return {VALUE: value, PK: start.pk}


def _find_highest_id(_: None) -> int:
    highest: int | None = Page.objects.aggregate(highest=Max("pk"))["highest"]
    return highest or 0


_highest_id = cached_until_change(_find_highest_id, reads_content=False)
