"""Keyset pagination with opaque, signed cursors: no row is repeated or skipped."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.delivery.http.collation import title_order
from cms.delivery.http.problem import invalid
from cms.delivery.http.signing import SignedJson

NOT_OF_THIS_LIST = _("this cursor is not from an earlier response.")
_signed = SignedJson("delivery.cursor")


def after[M: Model](
    rows: QuerySet[M], sort: str, cursor: str | None, column: str = ""
) -> QuerySet[M]:
    """Return the sorted rows after a cursor; a `-` before `sort` reverses the order.

    `column` is the column of the sort values if it differs from the field. Rows without a value
    come last in both directions. Titles are sorted by `title_order`.
    """
    field, descending = sort.removeprefix("-"), sort.startswith("-")
    operator = "lt" if descending else "gt"
    column = column or field
    if column == "title":
        rows, column = rows.alias(title_order=title_order()), "title_order"  # type: ignore[assignment]
    if cursor is not None:
        value, pk = _read(cursor, sort)
        ties = Q(**{column: value, f"pk__{operator}": pk})
        if value is None:
            rows = rows.filter(Q(**{f"{column}__isnull": True, f"pk__{operator}": pk}))
        else:
            later = Q(**{f"{column}__{operator}": value}) | Q(**{f"{column}__isnull": True})
            rows = rows.filter(later | ties)
    order = F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True)
    return rows.order_by(order, "-pk" if descending else "pk")


def cursor_of(row: Any, sort: str, column: str = "") -> str:
    """Return the cursor of the rows after this one, which has the column as an attribute."""
    value = getattr(row, column or sort.removeprefix("-"))
    if isinstance(value, date | Decimal):  # a datetime is a date, too
        value = str(value) if isinstance(value, Decimal) else value.isoformat()
    return write([sort, value, row.pk])


def _read(cursor: str, sort: str) -> tuple[Any, int]:
    cursor_sort, value, pk = read(cursor, 3)
    if cursor_sort != sort:
        raise invalid("cursor", NOT_OF_THIS_LIST)
    return value, pk


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
