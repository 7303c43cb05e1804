"""Pages related to a page: similar in meaning if `EMBEDDINGS` is set, else in words."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from django.conf import settings
from wagtail.models import Page

from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.neighbours import (
    PageRow,
    language_of,
    neighbours_of,
    rows_with_ids,
    state_of,
)
from cms.maintenance.state import Content
from search.document import SearchDocument
from search.engines import active
from search.engines.active import IndexVersion
from search.engines.protocol import EngineUnavailableError
from search.meaning import nearest
from search.meaning.embedding import EmbeddingError
from search.request.search_request import SearchRequest
from search.result import SearchResult
from search.service.likeness import likeness
from search.service.search import for_site

DEFAULT_LIMIT, MAX_LIMIT = 5, 20
"""The number of related pages: by default, and at most."""
CANDIDATES = 40
"""The number of search hits that are considered."""
CANDIDATES_BY_MEANING = 100
"""The number of nearest pages that are considered, in all languages and on all sites."""
MIN_SCORE_RATIO = 0.5
"""The minimum score of a related page, as a fraction of the best score."""
CACHE_SIZE = 4_096
"""The number of pages whose related pages are cached."""

logger = logging.getLogger(__name__)


def related(
    page: Page | PageRow,
    site: ServedSite,
    languages: Sequence[str] = (),
    limit: int = DEFAULT_LIMIT,
) -> list[PageRow]:
    """Return the public pages of the site that are related to a page, best first.

    They are in these languages, or in any; of several translations there is one, preferably in the
    page's language. The page, its ancestors, children and translations, and pages under maintenance
    are excluded. One query, two if `EMBEDDINGS` is set, a few more if the ranking is not cached.
    Raises EngineUnavailableError.
    """
    ids = ranked(page.pk, site, tuple(languages))
    return public_related(page, ids, site, languages, limit)


def ranked(pk: int, site: ServedSite, languages: tuple[str, ...]) -> tuple[int, ...]:
    """Return the ids of pages related to a page by the current index, best first.

    The caller must check their public state. Raises EngineUnavailableError.
    """
    index = active.version()
    if index is None:
        raise EngineUnavailableError("The index has not been built yet.")
    read = _ranked if settings.ANSWER_MEMORY else _ranked.__wrapped__
    return read(pk, site, languages, index, _vectors_version())


def public_related(
    page: Page | PageRow,
    ids: Sequence[int],
    site: ServedSite,
    languages: Sequence[str],
    limit: int,
) -> list[PageRow]:
    """Return the first `limit` of these pages that the public may see as related; one query."""
    rows = {each.pk: each for each in rows_with_ids(ids)}
    candidates = (rows[pk] for pk in ids if pk in rows)
    related_pages: list[PageRow] = []
    for each in _eligible(page, candidates, site, languages):
        if len(related_pages) == limit:
            break
        if isinstance(state_of(each), Content):
            related_pages.append(each)
    return related_pages


def _vectors_version() -> str | None:
    """Return the version of the vectors; None if pages are compared by words."""
    if not settings.EMBEDDINGS:
        return None
    try:
        return nearest.version()
    except EmbeddingError as error:
        logger.warning("Related pages are found by words only: %s", error)
        return None


@lru_cache(maxsize=CACHE_SIZE)
def _ranked(
    pk: int,
    site: ServedSite,
    languages: tuple[str, ...],
    index: IndexVersion,
    vectors: str | None,
) -> tuple[int, ...]:
    """Return the ids of related pages, best first, before the check of their public state."""
    page = next(iter(rows_with_ids([pk])), None)
    if page is None:
        return ()
    neighbours = neighbours_of([page], ("breadcrumbs", "children", "translations"))
    excluded = {pk, *(each.pk for kind in neighbours.values() for each in kind[pk])}
    ids = _by_meaning(pk, vectors) if vectors else None
    if ids is None:
        ids = _by_words(pk, site, languages, frozenset(excluded))
    rows = {each.pk: each for each in rows_with_ids(ids)}
    candidates = (rows[each] for each in ids if each in rows and each not in excluded)
    distinct = _distinct(_eligible(page, candidates, site, languages), language_of(page))
    return tuple(each.pk for each in distinct)[:MAX_LIMIT]


def _by_meaning(pk: int, vectors: str) -> list[int] | None:
    """Return the pages nearest in meaning, nearest first; None if the page has no vectors."""
    table = nearest.table(vectors)
    page_vectors = nearest.vectors_of(table, pk)
    if page_vectors is None:
        return None
    return nearest.nearest(table, page_vectors, CANDIDATES_BY_MEANING, without=pk)


def _by_words(
    pk: int, site: ServedSite, languages: tuple[str, ...], excluded: frozenset[int]
) -> list[int]:
    """Return the pages that a search for the words of the page finds, best first."""
    [document] = active.answer(lambda engine: engine.documents([pk])) or [None]
    tree = likeness(document) if document else None
    if tree is None:
        return []
    filters = {"locale": languages} if languages else {}
    request = for_site(
        SearchRequest(filters=filters, hidden=excluded, limit=CANDIDATES, has_excerpts=False), site
    ).with_tree(tree)
    result: SearchResult = active.answer(
        lambda engine: engine.search(request, None, settings.SEARCH_SECONDS)
    )
    hits = [(hit.document, hit.score or 0.0) for hit in result.hits]
    min_score = MIN_SCORE_RATIO * max((score for _, score in hits), default=0.0)
    return [each.id for each, score in hits if score >= min_score and _has_content(each)]


def _has_content(document: SearchDocument) -> bool:
    return document.state == "content"


def _eligible(
    page: Page | PageRow,
    candidates: Iterable[PageRow],
    site: ServedSite,
    languages: Sequence[str],
) -> Iterator[PageRow]:
    """Yield the candidates that may be related, withheld ones included.

    Aliases are excluded, because they show the content of their source.
    """
    for each in candidates:
        is_relative = page.path.startswith(each.path) or each.parent_id == page.pk
        is_translation = each.pk == page.alias_of_id or _key(each) == _key(page)
        is_in_languages = not languages or each.language_code in languages
        is_on_site = site.contains(each) and each.alias_of_id is None
        if is_in_languages and is_on_site and not is_relative and not is_translation:
            yield each


def _distinct(candidates: Iterable[PageRow], language: str) -> list[PageRow]:
    """Return one of several translations, preferably in this language, at the best rank."""
    by_key: dict[str, PageRow] = {}
    for each in candidates:
        if _key(each) not in by_key or (
            each.language_code == language and by_key[_key(each)].language_code != language
        ):
            by_key[_key(each)] = each
    return list(by_key.values())


def _key(page: Page | PageRow) -> str:
    """Return the translation key as text; raw SQL and the ORM return different types."""
    return str(page.translation_key).replace("-", "")
