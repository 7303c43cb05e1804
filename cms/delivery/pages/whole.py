"""Whole pages as JSON that is joined from stored documents and the stubs of the pages around.

The result is the same as that of `cms.delivery.pages.serializer`, without parsing and serializing
again what is stored as JSON. Lists that share pages share their JSON, until a change drops it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pydantic_core import to_json

from cms.caching.cache_keys import stub_key
from cms.caching.response_cache import KeyedCache
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.document_fields import DocumentFields, read_document_fields
from cms.delivery.pages.expansion import FormParameters
from cms.delivery.pages.neighbours import PageRow, is_withheld
from cms.delivery.pages.serializer import children_next
from cms.delivery.pages.stubs import stub
from cms.delivery.pages.surroundings import Shown, Surroundings, surroundings_of
from cms.maintenance.dependencies import add_page_dependencies, stubs_only
from cms.maintenance.restricted import restricted_pages_included

MAX_SIZE = 2**24
"""Bytes of all pages in memory."""
ID_SIZE = 100
"""Approximate bytes of a key and an id."""


class PageJson(NamedTuple):
    """A whole page as JSON, with the surrogate keys of what it shows and what it links to.

    `stubs` are the keys of the pages of which it shows only stubs. `depends` and `around` are the
    ids of the pages whose public state decides what is in it, and in the stubs.
    """

    content: bytes
    shown: list[str]
    linked: Sequence[str]
    stubs: frozenset[str]
    depends: frozenset[int]
    around: frozenset[int]

    @property
    def size(self) -> int:
        """Return the approximate size in memory in bytes."""
        return len(self.content) + ID_SIZE * (len(self.shown) + len(self.around))

    def cache_keys(self, pk: int) -> set[str]:
        """Return the keys of all that the page shows, for the caches of this process."""
        keys = (*self.shown, *self.linked)
        shown = {stub_key(key) if key in self.stubs else key for key in keys}
        dependencies = {f"page-{each}" for each in self.depends}
        return shown | dependencies | {f"stub-{each}" for each in self.around} | {f"around-{pk}"}


_cache: KeyedCache[PageJson] = KeyedCache(MAX_SIZE)


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


def cached_whole_pages(pages: Sequence[PageRow], site: ServedSite) -> dict[int, PageJson]:
    """Return whole pages as `whole_pages` does; no query for those that other lists have shown."""
    version = _cache.version()
    pages_by_id: dict[int, PageJson] = {}
    for page in pages:
        if not is_withheld(page) and (cached := _cache.get(_key(page, site))):
            pages_by_id[page.pk] = cached
            _add_dependencies(page, cached)
    missing = [each for each in pages if each.pk not in pages_by_id]
    made = whole_pages(missing, site)
    for page in missing:
        if page.pk in made:
            page_json = made[page.pk]
            _cache.put(_key(page, site), page_json, version, page_json.cache_keys(page.pk))
    return pages_by_id | made


def _key(page: PageRow, site: ServedSite) -> tuple[str, ...]:
    return site.origin, site.root_url, str(site.query), str(page.pk)


def _add_dependencies(page: PageRow, page_json: PageJson) -> None:
    """Record the pages whose state was read when a cached page was joined."""
    add_page_dependencies((page.pk, *page_json.depends))
    with stubs_only():
        add_page_dependencies(page_json.around)


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
    return PageJson(
        content, shown_keys + stubs, document.linked, more, document.depends, around.ids
    )


def _array(shown: Shown) -> bytes:
    return b"[%b]" % b",".join(shown.stubs)
