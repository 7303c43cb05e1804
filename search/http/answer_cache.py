"""The cache of answers to searches in this process.

An answer is valid while its pages and its hits stay the same. It is the same for all visitors: each
search is logged, and gets a token, when the answer is sent. What changes with time alone (best bets
that start and end, the most read pages) is shown at most ten minutes late. A page that does not
match the search, or says the same about it as before, changes scores slightly, and spelling
suggestions; that is shown at most a minute late.
"""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError
from django.http import HttpRequest
from wagtail.models import get_page_models

from cms.caching.cached_only import record_miss
from cms.caching.response import CachedResponse
from cms.caching.response_cache import Key, ResponseCache, Version
from cms.changes.threads.last_read import last_read
from cms.content.page import BasePage
from search.engines.active import IndexVersion
from search.engines.protocol import EngineUnavailableError
from search.http.answer_validity import AnsweredSearch
from search.insight.log import LoggedAnswer
from search.insight.models import Source
from search.request.search_request import SearchRequest
from search.service.search import Answer

MAX_AGE = 600
MAX_DRIFT_AGE = 60
"""Seconds that an answer is valid after the index has changed. Also those that it is valid where
`EMBEDDINGS` is set: vectors change after the index, whose version does not show it."""
TOKEN_PLACEHOLDER = secrets.token_urlsafe(24)
"""The placeholder for the visitor's token in cached pages; no request can contain it."""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """The data of an answer for the cache and the log; only whole answers are cached."""

    logged: LoggedAnswer
    is_whole: bool
    request: SearchRequest
    total: int
    engine: str

    @classmethod
    def of(cls, answer: Answer) -> "AnswerRecord":
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
    record: AnswerRecord
    page_ids: frozenset[int]
    """The ids of the pages that it shows."""
    index: IndexVersion
    """The version of the index for which it is valid."""
    moved_at: float | None = None
    """The time of the first change of the index since, in seconds since the epoch."""
    search: AnsweredSearch = field(init=False)

    def __post_init__(self) -> None:
        self.search = AnsweredSearch(self.record.request, self.record.total, self.page_ids)

    @property
    def logged(self) -> LoggedAnswer:
        return self.record.logged

    @property
    def size(self) -> int:
        return self.response.size

    def is_current(self, index: IndexVersion) -> bool:
        """Return whether the answer is still valid for this version of the index."""
        if self.index == index:
            return True
        now = time.time()
        if self.moved_at is not None and now - self.moved_at > MAX_DRIFT_AGE:
            return False
        try:
            is_valid = self.search.is_still_valid(self.index, index)
        except (DatabaseError, EngineUnavailableError):
            return False
        if is_valid:
            self.index, self.moved_at = index, self.moved_at or now
        return is_valid


cached_answers: ResponseCache[CachedAnswer] = ResponseCache()


def key(request: HttpRequest, source: Source) -> Key | None:
    """Return the cache key of a request; None if its answer must not be cached."""
    query = request.META.get("QUERY_STRING", "")
    if not settings.ANSWER_MEMORY or len(query) >= 1000 or request.method not in {"GET", "HEAD"}:
        return None
    # While the database is down, the period does not change, so that answers stay available.
    period = str(int((time.time() - last_read.age()) / MAX_AGE))
    return (source, request.scheme or "", request.get_host(), request.path_info, query, period)


def get(key: Key, index: IndexVersion) -> CachedAnswer | None:
    """Return the answer, or None if there is none that is valid for this version of the index."""
    cached = cached_answers.get(key)
    if cached is None:
        return None
    if not cached.is_current(index):
        record_miss()
        return None
    return cached


def put(key: Key, cached: CachedAnswer, version: Version) -> None:
    """Cache an answer under the keys of the pages and lists that it shows."""
    pages = (f"page-{page}" for page in cached.page_ids)
    seconds = MAX_DRIFT_AGE if settings.EMBEDDINGS else MAX_AGE
    cached_answers.put(key, cached, version, [*pages, *_common_keys()], seconds)


@cache
def _common_keys() -> Iterable[str]:
    """Return the keys that all answers have: rules, menus, names of topics and organs."""
    models = (model for model in get_page_models() if issubclass(model, BasePage))
    organs = [model for model in models if model.is_organ]
    types = ContentType.objects.get_for_models(*organs).values()
    return ["search", "navigation", "deleted", *(f"pages-{each.pk}" for each in types)]
