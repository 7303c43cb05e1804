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
from search.service.related import CACHE_SIZE, DEFAULT_LIMIT, may_be_shown, ranked


def related_links(page: BasePage, request: HttpRequest) -> Sequence[Link]:
    """Return links to related pages in the page's language; none where no engine answers.

    Titles, and what the public may see, are those of now: one query. Which pages are related is
    read once in `MAX_AGE` seconds, and when the page is published: no page waits for the index
    after each change.
    """
    if page.pk is None:  # the preview of a page that was never saved
        return ()
    try:
        site = site_of_host(request)
        languages = (page.language_code,)
        ids = _read(page, site, languages)
    except (EngineUnavailableError, ProblemError):
        return ()
    found = may_be_shown(page, ids, site, languages, DEFAULT_LIMIT)
    return [Link(each.title, site.path_of(each)) for each in found]


def _read(page: BasePage, site: ServedSite, languages: tuple[str, ...]) -> tuple[int, ...]:
    if not settings.ANSWER_MEMORY:
        return ranked(page.pk, site, languages)
    return _of_period(page.pk, site, languages, page.last_published_at, _period(page.pk))


def _period(pk: int) -> int:
    """Return the number of the current period of a page; not all begin a new one at once."""
    return int((time.time() + pk) // MAX_AGE)


@lru_cache(maxsize=CACHE_SIZE)
def _of_period(
    pk: int,
    site: ServedSite,
    languages: tuple[str, ...],
    published_at: datetime | None,
    period: int,
) -> tuple[int, ...]:
    return ranked(pk, site, languages)
