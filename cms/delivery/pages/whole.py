"""Whole pages as JSON that is joined from stored documents and the stubs of the pages around.

The result is the same as that of `cms.delivery.pages.serializer`, without parsing and serializing
again what is stored as JSON.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pydantic_core import to_json

from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.document_fields import DocumentFields, read_document_fields
from cms.delivery.pages.expansion import FormParameters
from cms.delivery.pages.neighbours import PageRow, is_withheld
from cms.delivery.pages.serializer import children_next
from cms.delivery.pages.stubs import stub
from cms.delivery.pages.surroundings import Shown, Surroundings, surroundings_of
from cms.maintenance.restricted import restricted_pages_included


class PageJson(NamedTuple):
    """A whole page as JSON, with the surrogate keys of what it shows and what it links to.

    `stubs` are the keys of the pages of which it shows only stubs.
    """

    content: bytes
    shown: list[str]
    linked: Sequence[str]
    stubs: frozenset[str]


def are_joinable(params: FormParameters) -> bool:
    """Return whether pages of this form can be joined: nothing in them is expanded or added."""
    # Cached stubs are those of public pages.
    return not params.expand and params.rich_text == "html" and not restricted_pages_included()


def whole_pages(pages: Sequence[PageRow], site: ServedSite) -> dict[int, PageJson]:
    """Return whole pages by page id, without those that have no current document; two queries."""
    documents = read_document_fields([each for each in pages if not is_withheld(each)], site)
    stored = [each for each in pages if each.pk in documents and site.path_of(each)]
    if not stored:
        return {}
    surroundings = surroundings_of(stored, site)
    return {
        each.pk: _joined(each, site, documents[each.pk], surroundings[each.pk]) for each in stored
    }


def _joined(
    page: PageRow, site: ServedSite, document: DocumentFields, around: Surroundings
) -> PageJson:
    last = around.last_child
    following = to_json(children_next(site, page, last) if last else None)
    kinds = (around.breadcrumbs, around.children, around.siblings, around.translations)
    content = b"".join(
        [
            *(to_json(stub(page, site))[:-1], b",", document.json[1:-1].encode()),
            *(b',"breadcrumbs":', _array(around.breadcrumbs)),
            *(b',"children":', _array(around.children), b',"children_next":', following),
            *(b',"siblings":', _array(around.siblings)),
            *(b',"translations":', _array(around.translations), b"}"),
        ]
    )
    shown_keys = [f"page-{page.pk}", *document.shown]
    stubs = [key for kind in kinds for key in kind.keys]
    more = frozenset(stubs).difference(shown_keys, document.linked)
    return PageJson(content, shown_keys + stubs, document.linked, more)


def _array(shown: Shown) -> bytes:
    return b"[%b]" % b",".join(shown.stubs)
