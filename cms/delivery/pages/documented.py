"""The own fields of pages from their documents, where these are true."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cms.delivery.documents.reading import StoredFields, read_documents
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.neighbours import Neighbour, state_of, with_ids


class Documented(NamedTuple):
    """A page's own fields as JSON, and the keys of what its rich text links to."""

    fields: dict[str, Any]
    linked: Sequence[str]


def documented(pages: Sequence[Neighbour], site: ServedSite) -> dict[int, Documented]:
    """Return by page id what documents have; pages without a true document are left out.

    One query, and one for the other pages that documents name: their state, title and address
    are compared with those at writing.
    """
    stored = read_documents([each.pk for each in pages], site.pk)
    named = {pk for each in stored.values() for pk, *_ in each.depends}
    others = {each.pk: each for each in with_ids(named)}
    return {
        pk: Documented(each.fields(site.origin), each.linked)
        for pk, each in stored.items()
        if _is_true(each, others)
    }


def _is_true(stored: StoredFields, others: Mapping[int, Neighbour]) -> bool:
    now = [stamp_of(pk, others.get(pk)) for pk, *_ in stored.depends]
    return now == [*map(list, stored.depends)]


def stamp_of(pk: int, page: Neighbour | None) -> list[Any]:
    """Return what a document keeps of another page: its id, state, title and `url_path`."""
    if page is None:
        return [pk, None, "", ""]
    return [pk, type(state_of(page)).__name__, page.title, page.url_path]
