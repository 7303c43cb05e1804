"""The links to related pages at the foot of a page."""

import time
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from cms.content.layout.chrome import Link
from cms.content.page import BasePage
from cms.content.serving import MAX_AGE
from cms.delivery.http.problem import ProblemError
from cms.delivery.http.served_site import ServedSite, site_of_host
from search.engines.protocol import EngineUnavailableError
from search.service.related import CACHE_SIZE, DEFAULT_LIMIT, public_related, ranked


def related_links(page: BasePage, request: HttpRequest) -> Sequence[Link]:
    """Return links to related pages in the page's language; none if no engine is available.

    Titles and public states are current; one query. The ranking is cached for `MAX_AGE` seconds or
    until the page is published, so that a change of another page costs no search.
    """
    if page.pk is None:  # a preview of an unsaved page
        return ()
    try:
        site = site_of_host(request)
        languages = (page.language_code,)
        ids = _read(page, site, languages)
    except (EngineUnavailableError, ProblemError):
        return ()
    found = public_related(page, ids, site, languages, DEFAULT_LIMIT)
    return [Link(each.title, site.path_of(each)) for each in found]


def _read(page: BasePage, site: ServedSite, languages: tuple[str, ...]) -> tuple[int, ...]:
    if not settings.ANSWER_MEMORY:
        return ranked(page.pk, site, languages)
    return _ranked_in_period(page.pk, site, languages, page.last_published_at, _period(page.pk))


def _period(pk: int) -> int:
    """Return the number of a page's current period; periods of pages start at different times."""
    return int((time.time() + pk) // MAX_AGE)


@lru_cache(maxsize=CACHE_SIZE)
def _ranked_in_period(
    pk: int,
    site: ServedSite,
    languages: tuple[str, ...],
    published_at: datetime | None,
    period: int,
) -> tuple[int, ...]:
    return ranked(pk, site, languages)
