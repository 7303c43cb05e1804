"""Pages related to a page: near to it in meaning, or else in words."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from django.conf import settings
from wagtail.models import Page

from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.neighbours import Neighbour, around, language_of, state_of, with_ids
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
"""Pages related to one page: by default, and at most."""
CANDIDATES = 40
"""Pages with words of the page that are looked at."""
CANDIDATES_BY_MEANING = 100
"""Pages near in meaning that are looked at, from all languages and sites."""
SHARE = 0.5
"""The least score of a related page, as a share of the best one."""
CACHE_SIZE = 4_096
"""Pages whose related ones are kept for a version of the index."""

logger = logging.getLogger(__name__)


def related(
    page: Page | Neighbour,
    site: ServedSite,
    languages: Sequence[str] = (),
    limit: int = DEFAULT_LIMIT,
) -> list[Neighbour]:
    """Return the public pages of the site that are most related to a page, best first.

    In all languages, or in these; one of several translations, if possible in the page's
    language. Never the page itself, one above or directly below it, a translation of it, or a
    page under maintenance. One query, two where `EMBEDDINGS` is set, and a few more the first
    time for a version of the index. Raises EngineUnavailableError.
    """
    ids = ranked(page.pk, site, tuple(languages))
    return may_be_shown(page, ids, site, languages, limit)


def ranked(pk: int, site: ServedSite, languages: tuple[str, ...]) -> tuple[int, ...]:
    """Return the ids of pages related to a page, best first, as the index now has them.

    What the public may see of them is for the caller to decide. Raises EngineUnavailableError.
    """
    index = active.version()
    if index is None:
        raise EngineUnavailableError("The index has not been built yet.")
    read = _ranked if settings.ANSWER_MEMORY else _ranked.__wrapped__
    return read(pk, site, languages, index, _vectors_version())


def may_be_shown(
    page: Page | Neighbour,
    ids: Sequence[int],
    site: ServedSite,
    languages: Sequence[str],
    limit: int,
) -> list[Neighbour]:
    """Return the first of these pages that the public may see beside a page; one query."""
    found = {each.pk: each for each in with_ids(ids)}
    candidates = (found[pk] for pk in ids if pk in found)
    shown: list[Neighbour] = []
    for each in _others(page, candidates, site, languages):
        if len(shown) == limit:
            break
        if isinstance(state_of(each), Content):
            shown.append(each)
    return shown


def _vectors_version() -> str | None:
    """Return the version of the vectors; None where pages are compared by words."""
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
    """Return the ids of the pages that may be shown as related, best first."""
    page = next(iter(with_ids([pk])), None)
    if page is None:
        return ()
    known = around([page], ("breadcrumbs", "children", "translations"))
    apart = {pk, *(each.pk for kind in known.values() for each in kind[pk])}
    found = _by_meaning(pk, vectors) if vectors else None
    if found is None:
        found = _by_words(pk, site, languages, frozenset(apart))
    rows = {each.pk: each for each in with_ids(found)}
    candidates = (rows[each] for each in found if each in rows and each not in apart)
    distinct = _distinct(_others(page, candidates, site, languages), language_of(page))
    return tuple(each.pk for each in distinct)[:MAX_LIMIT]


def _by_meaning(pk: int, vectors: str) -> list[int] | None:
    """Return the pages nearest in meaning; None where the page has no vectors."""
    known = nearest.table(vectors)
    own = nearest.vectors_of(known, pk)
    if own is None:
        return None
    return nearest.nearest(known, own, CANDIDATES_BY_MEANING, without=pk)


def _by_words(
    pk: int, site: ServedSite, languages: tuple[str, ...], apart: frozenset[int]
) -> list[int]:
    """Return the pages that a search for the page's own words finds, best first."""
    [document] = active.answer(lambda engine: engine.documents([pk])) or [None]
    tree = likeness(document) if document else None
    if tree is None:
        return []
    filters = {"locale": languages} if languages else {}
    request = for_site(
        SearchRequest(filters=filters, hidden=apart, limit=CANDIDATES, has_excerpts=False), site
    ).with_tree(tree)
    result: SearchResult = active.answer(
        lambda engine: engine.search(request, None, settings.SEARCH_SECONDS)
    )
    hits = [(hit.document, hit.score or 0.0) for hit in result.hits]
    least = SHARE * max((score for _, score in hits), default=0.0)
    return [each.id for each, score in hits if score >= least and _has_content(each)]


def _has_content(document: SearchDocument) -> bool:
    return document.state == "content"


def _others(
    page: Page | Neighbour,
    candidates: Iterable[Neighbour],
    site: ServedSite,
    languages: Sequence[str],
) -> Iterator[Neighbour]:
    """Yield the candidates that may stand beside the page, withheld ones included.

    Aliases are left out: they show the content of their source.
    """
    for each in candidates:
        is_around = page.path.startswith(each.path) or each.parent_id == page.pk
        is_same = each.pk == page.alias_of_id or _key(each) == _key(page)
        is_wanted = not languages or each.language_code in languages
        is_placed = site.is_above(each) and each.alias_of_id is None
        if is_wanted and is_placed and not is_around and not is_same:
            yield each


def _distinct(candidates: Iterable[Neighbour], language: str) -> list[Neighbour]:
    """Return one of several translations, in this language if possible, at the best place."""
    by_key: dict[str, Neighbour] = {}
    for each in candidates:
        if _key(each) not in by_key or (
            each.language_code == language and by_key[_key(each)].language_code != language
        ):
            by_key[_key(each)] = each
    return list(by_key.values())


def _key(page: Page | Neighbour) -> str:
    """Return the translation key, which a statement by hand may read as another type."""
    return str(page.translation_key).replace("-", "")
