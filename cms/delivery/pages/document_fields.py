"""The fields of pages from their stored documents, if these are current."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic_core import from_json

from cms.delivery.documents.reading import StoredFields, read_documents
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.neighbours import PageRow, rows_with_ids, state_of


class DocumentFields(NamedTuple):
    """The fields of a page as JSON, and their surrogate keys.

    `shown` are the keys of the objects in the JSON, `linked` those of the links in its rich text,
    `depends` the ids of other pages that decide what it shows.
    """

    json: str
    shown: Sequence[str]
    linked: Sequence[str]
    depends: frozenset[int]

    @property
    def fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = from_json(self.json)
        return fields


def read_document_fields(pages: Sequence[PageRow], site: ServedSite) -> dict[int, DocumentFields]:
    """Return the fields of pages by page id, without pages that have no current document.

    One query, and another one for the pages on which documents depend: their state, title and URL
    are compared with those at the time of writing.
    """
    urls = {each.pk: site.url_of(each) for each in pages}
    stored = read_documents([*urls], site.pk)
    dependencies = {pk for each in stored.values() for pk, *_ in each.depends}
    others = {each.pk: each for each in rows_with_ids(dependencies)}
    return {
        pk: DocumentFields(
            each.json(site.origin, urls[pk]),
            each.shown,
            each.linked,
            frozenset(other for other, *_ in each.depends),
        )
        for pk, each in stored.items()
        if is_current(each, others)
    }


def is_current(stored: StoredFields, others: Mapping[int, PageRow]) -> bool:
    """Return whether the pages a document depends on are as they were when it was written."""
    current = [stamp_of(pk, others.get(pk)) for pk, *_ in stored.depends]
    return current == [*map(list, stored.depends)]


def stamp_of(pk: int, page: PageRow | None) -> list[Any]:
    """Return what a document records of a page it depends on: id, state, title and `url_path`."""
    if page is None:
        return [pk, None, "", ""]
    return [pk, type(state_of(page)).__name__, page.title, page.url_path]
