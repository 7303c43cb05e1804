"""Opaque, signed places in a sorted list: keyset paging, so nothing repeats or is left out."""

import base64
import json
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet

from cms.delivery.http.problem import invalid

_signer = Signer(salt="delivery.cursor")


def after[M: Model](rows: QuerySet[M], sort: str, cursor: str | None) -> QuerySet[M]:
    """The rows behind the cursor's, sorted; `sort` names a column, `-` turns it around."""
    field, past = sort.lstrip("-"), "lt" if sort.startswith("-") else "gt"
    if field.endswith("_at"):
        rows = rows.exclude(**{field: None})
    if cursor is not None:
        value, pk = _read(cursor, sort)
        rows = rows.filter(
            Q(**{f"{field}__{past}": value}) | Q(**{field: value, f"pk__{past}": pk})
        )
    return rows.order_by(sort, "-pk" if past == "lt" else "pk")


def cursor_of(row: Model, sort: str) -> str:
    """The place just behind this row."""
    value = getattr(row, sort.lstrip("-"))
    return write([sort, value.isoformat() if isinstance(value, datetime) else value, row.pk])


def _read(cursor: str, sort: str) -> tuple[Any, int]:
    made_for, value, pk = read(cursor, 3)
    if made_for != sort:
        raise invalid("cursor", f"The cursor belongs to a list sorted by {made_for}.")
    return value, pk


def write(place: list[Any]) -> str:
    return base64.urlsafe_b64encode(_signer.sign(json.dumps(place)).encode()).decode().rstrip("=")


def read(cursor: str, length: int) -> list[Any]:
    """What `write` was given; raises a 422 problem for anything that is not ours."""
    try:
        signed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        place: list[Any] = json.loads(_signer.unsign(signed))
    except (ValueError, BadSignature) as error:
        raise invalid("cursor", "The cursor is not one that this list gave.") from error
    if len(place) != length:
        raise invalid("cursor", "The cursor belongs to another list.")
    return place
