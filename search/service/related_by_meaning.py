"""Pages near in meaning to a query that does not find them by its words."""

from collections.abc import Mapping

from django.conf import settings

from cms.delivery.pages.neighbours import Neighbour, state_of, with_ids
from cms.maintenance.state import Content
from search.document import SearchDocument
from search.engines import active
from search.expanded_tree.query import Meaning
from search.request.restrictions import restrictions
from search.request.search_request import SearchRequest
from search.result import SearchResult

MOST = 5
"""Pages of an answer."""
CANDIDATES = 100
"""Pages near in meaning that are looked at, from all languages and sites."""


def related_by_meaning(
    request: SearchRequest, meaning: Meaning, result: SearchResult
) -> tuple[SearchDocument, ...]:
    """Return public pages that are near in meaning and not among the results, nearest first.

    They obey the filters, dates and exclusions of the request. Of several translations there is
    the nearest one, and none of a page that the words find. Two searches and one query. Raises
    EngineUnavailableError.
    """
    candidates = meaning.nearest(CANDIDATES)
    if not candidates:
        return ()
    bare = request.within(candidates)
    by_words = {*_found(bare), *(hit.document.id for hit in result.hits)}
    unrestricted = bare.with_tree(restrictions(request.expanded_tree))
    documents = _found(unrestricted)
    pages = {each.pk: each for each in with_ids({*candidates, *by_words})}
    taken = {pages[pk].translation_key for pk in by_words if pk in pages}
    related: list[SearchDocument] = []
    for pk in candidates:
        if len(related) == MOST:
            break
        page, document = pages.get(pk), documents.get(pk)
        if page and document and page.translation_key not in taken and _may_show(page, document):
            taken.add(page.translation_key)
            related.append(document)
    return tuple(related)


def _found(request: SearchRequest) -> Mapping[int, SearchDocument]:
    """Return the documents that the request finds, by id."""
    result: SearchResult = active.answer(
        lambda engine: engine.search(request, None, settings.SEARCH_SECONDS)
    )
    return {hit.document.id: hit.document for hit in result.hits}


def _may_show(page: Neighbour, document: SearchDocument) -> bool:
    """Return whether the page has content now and when it was indexed; aliases show another's."""
    is_content = document.state == "content" and isinstance(state_of(page), Content)
    return is_content and page.alias_of_id is None
