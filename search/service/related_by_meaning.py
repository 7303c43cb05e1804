"""Pages that are similar in meaning to a query, but do not contain its words."""

from collections.abc import Mapping

from django.conf import settings

from cms.delivery.pages.neighbours import PageRow, rows_with_ids, state_of
from cms.maintenance.state import Content
from search.document import SearchDocument
from search.engines import active
from search.meaning.query import Meaning
from search.request.restrictions import restrictions
from search.request.search_request import SearchRequest
from search.result import SearchResult

MAX_RESULTS = 5
"""The maximum number of pages."""
CANDIDATES = 100
"""The number of nearest pages that are considered, in all languages and on all sites."""


def related_by_meaning(
    request: SearchRequest, meaning: Meaning, result: SearchResult
) -> tuple[SearchDocument, ...]:
    """Return public pages that are similar in meaning and not among the results, nearest first.

    The filters, dates and exclusions of the request apply. Of several translations the nearest one
    is included; translations of pages that the words find are not. Two searches and one query.
    Raises EngineUnavailableError.
    """
    candidates = meaning.nearest(CANDIDATES)
    if not candidates:
        return ()
    limited = request.within(candidates)
    by_words = {*_documents(limited), *(hit.document.id for hit in result.hits)}
    without_words = limited.with_tree(restrictions(request.expanded_tree))
    documents = _documents(without_words)
    pages = {each.pk: each for each in rows_with_ids({*candidates, *by_words})}
    keys = {pages[pk].translation_key for pk in by_words if pk in pages}
    related: list[SearchDocument] = []
    for pk in candidates:
        if len(related) == MAX_RESULTS:
            break
        page, document = pages.get(pk), documents.get(pk)
        if page and document and page.translation_key not in keys and _is_public(page, document):
            keys.add(page.translation_key)
            related.append(document)
    return tuple(related)


def _documents(request: SearchRequest) -> Mapping[int, SearchDocument]:
    """Return the documents that the request finds, by id."""
    result: SearchResult = active.answer(
        lambda engine: engine.search(request, None, settings.SEARCH_SECONDS)
    )
    return {hit.document.id: hit.document for hit in result.hits}


def _is_public(page: PageRow, document: SearchDocument) -> bool:
    """Return whether the page has public content now and in the index, and is no alias."""
    is_content = document.state == "content" and isinstance(state_of(page), Content)
    return is_content and page.alias_of_id is None
