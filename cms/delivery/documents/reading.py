"""Documents at reading: those that are true now, by the change log and by the pages they name.

A document is written after the change that it shows, so it may be behind. What is not certain
to be true is left out, and the page is serialized as if there were no document.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from pydantic_core import from_json

from cms.changes.log import LOG_ROW
from cms.changes.models import Change, Log
from cms.delivery.documents.models import STATE_ROW, DocumentsState, PageDocument
from cms.delivery.documents.software import software
from cms.delivery.documents.stale import stale_pages

MAX_PENDING = 100  # changes; behind by more, no document is used
STATEMENT = """
WITH state AS MATERIALIZED (
    SELECT (
        SELECT {join} FROM (
            SELECT id, token FROM {change}
            WHERE ("transaction", id) > (written."transaction", written.change_id) LIMIT {most}
        ) AS later
    ) AS pending FROM {state} written
    WHERE written.id = {row} AND written.place <> '' AND written.software = %s
    AND written.log = (SELECT identity FROM {log} WHERE id = {log_row})
)
SELECT pending, page_id, origin, content, linked, depends FROM state, {document}
WHERE site_id = %s AND page_id IN ({marks})
"""
TABLES = {
    "change": Change._meta.db_table,
    "log": Log._meta.db_table,
    "state": DocumentsState._meta.db_table,
    "document": PageDocument._meta.db_table,
    "row": STATE_ROW,
    "log_row": LOG_ROW,
    "most": MAX_PENDING + 1,
}
JOINS = {
    "sqlite": "group_concat(later.id || ':' || later.token)",
    "postgresql": "string_agg(later.id || ':' || later.token, ',')",
}


@dataclass(frozen=True, slots=True)
class StoredFields:
    """One page's own fields, and what they depend on."""

    content: str
    origin: str
    linked: Sequence[str]
    depends: Sequence[Sequence[Any]]

    def fields(self, origin: str) -> dict[str, Any]:
        """Return the fields as JSON has them; files are at `origin`."""
        found: dict[str, Any] = from_json(self.content.replace(self.origin, origin))
        return found


def read_documents(page_ids: Collection[int], site_id: int) -> dict[int, StoredFields]:
    """Return the documents that no change has made stale, by page id; one query.

    The state of the log is read in the same statement, so that nothing comes in between.
    Another query, the first time, for changes that the documents do not have yet.
    """
    if not page_ids or connection.vendor not in JOINS:
        return {}
    marks = ", ".join(["%s"] * len(page_ids))
    with connection.cursor() as cursor:
        statement = _statement(connection.vendor).replace("{marks}", marks)
        cursor.execute(statement, [software(), site_id, *page_ids])
        rows = cursor.fetchall()
    found = {}
    for pending, page_id, origin, content, linked, depends in rows:
        if pending and _is_stale(page_id, pending):
            continue
        found[page_id] = StoredFields(content, origin, _json(linked), _json(depends))
    return found


@lru_cache
def _statement(vendor: str) -> str:
    return STATEMENT.format(join=JOINS[vendor], marks="{marks}", **TABLES)


def _json(value: Any) -> Any:
    return from_json(value) if isinstance(value, str) else value


def _is_stale(page_id: int, pending: str) -> bool:
    pages = _stale(pending)
    return pages is None or page_id in pages


@lru_cache(maxsize=64)
def _stale(pending: str) -> frozenset[int] | None:
    """Return the pages that changes make stale, by the ids and tokens of these; None for all."""
    tokens = {int(pk): int(token) for pk, token in (each.split(":") for each in pending.split(","))}
    if len(tokens) > MAX_PENDING:
        return None
    changes = [*Change.objects.filter(pk__in=tokens)]
    if {change.pk: change.token for change in changes} != tokens:
        return None
    return stale_pages(changes)
