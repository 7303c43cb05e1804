"""Keyset pagination with opaque, signed cursors: no row is repeated or skipped."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Model, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from cms.delivery.http.collation import in_order
from cms.delivery.http.problem import invalid
from cms.delivery.http.signing import SignedJson

NOT_OF_THIS_LIST = _("this cursor is not from an earlier response.")
_signed = SignedJson("delivery.cursor")


class Position(NamedTuple):
    """A position in a list: the value by which the row is sorted, and its id."""

    value: Any
    pk: int


def after[M: Model](
    rows: QuerySet[M], sort: str, start: Position | None, column: str = ""
) -> QuerySet[M]:
    """Return the sorted rows after a position; a `-` before `sort` reverses the order.

    `column` is the column of the sort values if it differs from the field. Rows without a value
    come last in both directions. Titles are sorted by `in_order`.
    """
    field, descending = sort.removeprefix("-"), sort.startswith("-")
    operator = "lt" if descending else "gt"
    column = column or field
    if column == "title":
        rows, column = rows.alias(title_order=in_order(F("title"))), "title_order"  # type: ignore[assignment]
        start = start and Position(in_order(Value(start.value)), start.pk)
    if start is not None:
        ties = Q(**{column: start.value, f"pk__{operator}": start.pk})
        if start.value is None:
            rows = rows.filter(Q(**{f"{column}__isnull": True, f"pk__{operator}": start.pk}))
        else:
            later = Q(**{f"{column}__{operator}": start.value}) | Q(**{f"{column}__isnull": True})
            rows = rows.filter(later | ties)
    order = F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True)
    return rows.order_by(order, "-pk" if descending else "pk")


def part_of[M: Model](
    rows: QuerySet[M], sort: str, cursor: str | None, limit: int, column: str = ""
) -> tuple[list[M], str | None]:
    """Return at most `limit` rows after a cursor, and the cursor of the next ones; None at the end.

    `sort` and `column` are those of `after`. Raises a 422 problem for the cursor of another list.
    """
    rows_and_next = list(after(rows, sort, position(cursor, sort), column)[: limit + 1])
    part = rows_and_next[:limit]
    return part, cursor_of(part[-1], sort, column) if len(rows_and_next) > limit else None


def cursor_of(row: Any, sort: str, column: str = "") -> str:
    """Return the cursor of the rows after this one, which has the column as an attribute."""
    return cursor_at(Position(getattr(row, column or sort.removeprefix("-")), row.pk), sort)


def cursor_at(at: Position, sort: str) -> str:
    """Return the cursor of the rows after a position in a list."""
    value = at.value
    if isinstance(value, date | Decimal):  # a datetime is a date, too
        value = str(value) if isinstance(value, Decimal) else value.isoformat()
    return write([sort, value, at.pk])


def position(cursor: str | None, sort: str) -> Position | None:
    """Return the position of a cursor, None for no cursor.

    Raises a 422 problem for the cursor of another list.
    """
    if cursor is None:
        return None
    cursor_sort, value, pk = read(cursor, 3)
    if cursor_sort != sort:
        raise invalid("cursor", NOT_OF_THIS_LIST)
    return Position(value, pk)


def write(place: list[Any]) -> str:
    return _signed.write(place)


def read(cursor: str, length: int) -> list[Any]:
    """Return the values given to `write`; raises a 422 problem for invalid cursors."""
    try:
        place: list[Any] = _signed.read(cursor)
    except ValueError as error:
        raise invalid("cursor", NOT_OF_THIS_LIST) from error
    if len(place) != length:
        raise invalid("cursor", NOT_OF_THIS_LIST)
    return place
