"""Answers to searches that a process caches while neither what they show nor their hits change.

The visitor is not part of an answer: the visit is logged, and given a token, each time. What
time alone changes (best bets that begin and end, which pages are read most) is ten minutes late.
A page that changes without matching a search changes its scores a little: that is a minute late.
"""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError
from django.http import HttpRequest
from wagtail.models import get_page_models

from cms.caching.cached_only import is_cached_only, record_miss
from cms.caching.response import CachedResponse
from cms.caching.response_cache import Key, ResponseCache, Version
from cms.changes.threads.contact import contact
from cms.content.page import BasePage
from search.engines.active import IndexVersion
from search.engines.protocol import EngineUnavailableError
from search.http.index_moves import still_holds
from search.insight.log import LoggedAnswer
from search.insight.models import Source
from search.request.search_request import SearchRequest
from search.service.search import Answer

SECONDS = 600
DRIFT = 60  # seconds that an answer is kept after the index has moved
TOKEN_HERE = secrets.token_urlsafe(24)
"""Stands in a page where the visitor's own token belongs; no request can contain it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that a response shows; it is cached only if `is_whole`."""

    logged: LoggedAnswer
    is_whole: bool
    request: SearchRequest
    total: int
    engine: str

    @classmethod
    def of(cls, answer: Answer) -> "Answered":
        result = answer.result
        return cls(
            LoggedAnswer.of(answer),
            not (result.partial or answer.is_by_words_only),
            answer.request,
            result.total,
            result.engine,
        )


@dataclass(slots=True)
class CachedAnswer:
    """A response without the visitor's token, and the data that is logged for each visitor."""

    response: CachedResponse
    answered: Answered
    shown: frozenset[int]
    """The pages it shows."""
    index: IndexVersion
    """The version of the index for which it is valid."""
    moved_at: float | None = None
    """The time at which the index first moved, in seconds since the epoch."""

    @property
    def logged(self) -> LoggedAnswer:
        return self.answered.logged

    @property
    def size(self) -> int:
        return self.response.size

    def is_current(self, index: IndexVersion) -> bool:
        """Return whether it is valid for this version of the index, too."""
        if self.index == index:
            return True
        now = time.time()
        if self.moved_at is not None and now - self.moved_at > DRIFT:
            return False
        answered = self.answered
        try:
            holds = still_holds(answered.request, answered.total, self.shown, self.index, index)
        except (DatabaseError, EngineUnavailableError):
            return False
        if holds:
            self.index, self.moved_at = index, self.moved_at or now
        return holds


memory: ResponseCache[CachedAnswer] = ResponseCache()


def key(http: HttpRequest, source: Source) -> Key | None:
    """Return the cache key of a request; None if its answer must not be cached."""
    query = http.META.get("QUERY_STRING", "")
    if not settings.ANSWER_MEMORY or len(query) >= 1000 or http.method not in {"GET", "HEAD"}:
        return None
    # Time stands still while the database is away: nothing could be searched again.
    period = str(int((time.time() - contact.silence()) / SECONDS))
    return (source, http.scheme or "", http.get_host(), http.path_info, query, period)


def get(key: Key, index: IndexVersion) -> CachedAnswer | None:
    """Return the answer, or None if there is none that is valid for this version of the index."""
    cached = memory.get(key)
    if cached is None:
        return None
    if cached.index != index and is_cached_only():  # checking its validity takes queries
        record_miss()
    return cached if cached.is_current(index) else None


def put(key: Key, cached: CachedAnswer, made_from: Version) -> None:
    """Cache an answer under the keys of the pages and lists that it shows."""
    pages = (f"page-{page}" for page in cached.shown)
    memory.put(key, cached, made_from, [*pages, *_everywhere()])


@cache
def _everywhere() -> Iterable[str]:
    """Return the keys of what all answers show: rules, menus, names of topics and organs."""
    models = (model for model in get_page_models() if issubclass(model, BasePage))
    organs = [model for model in models if model.is_organ]
    types = ContentType.objects.get_for_models(*organs).values()
    return ["search", "navigation", "deleted", *(f"pages-{each.pk}" for each in types)]
