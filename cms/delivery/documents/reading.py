"""Reads the documents that are current, by the change log and the pages they depend on.

A document is written some time after a change, so it may be stale. Documents that may be stale are
omitted, and their pages are serialized from the database.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django.db import connection
from django.db.models import TextField
from django.db.models.expressions import RawSQL
from pydantic_core import from_json

from cms.changes.log import LOG_ROW
from cms.changes.models import Change, Log
from cms.delivery.documents.models import STATE_ROW, DocumentsState, PageDocument
from cms.delivery.documents.software import software
from cms.delivery.documents.stale import stale_pages

PAGE_URL = "#page"
"""Follows the placeholder of the origin where the URL of the page stands."""
MAX_PENDING = 100  # unread changes, above which no document is used
PENDING = """
SELECT (
    SELECT {join} FROM (
        SELECT id, token FROM {change}
        WHERE ("transaction", id) > (written."transaction", written.change_id) LIMIT {limit}
    ) AS later
) AS pending FROM {state} written
WHERE written.id = {row} AND written.place <> '' AND written.software = %s
AND written.log = (SELECT identity FROM {log} WHERE id = {log_row})
"""
STATEMENT = """
WITH state AS MATERIALIZED ({pending})
SELECT pending, page_id, origin, {column}, shown, linked, depends FROM state, {document}
WHERE site_id = %s AND page_id IN ({marks})
"""
TABLES = {
    "change": Change._meta.db_table,
    "log": Log._meta.db_table,
    "state": DocumentsState._meta.db_table,
    "document": PageDocument._meta.db_table,
    "row": STATE_ROW,
    "log_row": LOG_ROW,
    "limit": MAX_PENDING + 1,
}
JOINS = {
    "sqlite": "group_concat(later.id || ':' || later.token)",
    "postgresql": "string_agg(later.id || ':' || later.token, ',')",
}


@dataclass(frozen=True, slots=True)
class StoredFields:
    """The stored fields of a page, and the pages they depend on."""

    content: str
    origin: str
    shown: Sequence[str]
    linked: Sequence[str]
    depends: Sequence[Sequence[Any]]

    def json(self, origin: str, url: str) -> str:
        """Return the fields as JSON, with the URLs of files at `origin`, of the page at `url`."""
        return self.content.replace(self.origin + PAGE_URL, url).replace(self.origin, origin)


def read_documents(
    page_ids: Collection[int], site_id: int, column: Literal["content", "html"] = "content"
) -> dict[int, StoredFields]:
    """Return the documents that no change has made stale, by page id; one query.

    `column` is the one that is read as their content.

    The place of the log is read in the same statement, so that no change can come in between. The
    first time that there are unread changes, another query reads them.
    """
    if not page_ids or connection.vendor not in JOINS:
        return {}
    marks = ", ".join(["%s"] * len(page_ids))
    with connection.cursor() as cursor:
        statement = _statement(connection.vendor, column).replace("{marks}", marks)
        cursor.execute(statement, [software(), site_id, *page_ids])
        rows = cursor.fetchall()
    documents = {}
    for pending, page_id, origin, content, shown, linked, depends in rows:
        if pending and _is_stale(page_id, pending):
            continue
        documents[page_id] = StoredFields(
            content, origin, _json(shown), _json(linked), _json(depends)
        )
    return documents


@lru_cache
def _statement(vendor: str, column: str) -> str:
    return STATEMENT.format(pending=_pending(vendor), column=column, marks="{marks}", **TABLES)


@lru_cache
def _pending(vendor: str) -> str:
    return PENDING.format(join=JOINS[vendor], **TABLES)


def pending_changes() -> RawSQL:
    """Return an expression for the changes that the writer has not read, for `stale_by`.

    It is empty if there are none, and null if nothing that is written can be used.
    """
    pending = f"(SELECT COALESCE(pending, '') FROM ({_pending(connection.vendor)}) AS state)"  # noqa: S608
    return RawSQL(pending, [software()], output_field=TextField())  # noqa: S611


def _json(value: Any) -> Any:
    return from_json(value) if isinstance(value, str) else value


def _is_stale(page_id: int, pending: str) -> bool:
    pages = stale_by(pending)
    return pages is None or page_id in pages


@lru_cache(maxsize=64)
def stale_by(pending: str) -> frozenset[int] | None:
    """Return the pages that pending changes, as `id:token,…`, make stale; None for all."""
    if not pending:
        return frozenset()
    tokens = {int(pk): int(token) for pk, token in (each.split(":") for each in pending.split(","))}
    if len(tokens) > MAX_PENDING:
        return None
    changes = [*Change.objects.filter(pk__in=tokens)]
    if {change.pk: change.token for change in changes} != tokens:
        return None
    return stale_pages(changes)
