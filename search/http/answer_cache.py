"""Answers to searches that a process remembers while neither content nor index moves.

Who asks is not part of an answer: it is logged, and given its token, anew each time. What time
alone changes (best bets that begin and end, which pages are read most) is ten minutes late.
"""

import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from cms.caching.response import CachedResponse
from cms.caching.response_cache import Key, ResponseCache
from search.engines import active
from search.insight.log import Noted
from search.insight.models import Source
from search.service.search import Answer

SECONDS = 600
TOKEN_HERE = secrets.token_urlsafe(24)
"""Stands in a page where the visitor's own token belongs; nobody can ask for it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a response tells of the answer it shows; one that was cut short is not kept."""

    noted: Noted
    is_whole: bool

    @classmethod
    def of(cls, answer: Answer) -> "Answered":
        return cls(Noted.of(answer), not answer.result.partial)


@dataclass(frozen=True, slots=True)
class Remembered:
    """The answer as it is for everybody, and what is noted of each who gets it."""

    held: CachedResponse
    noted: Noted

    @property
    def size(self) -> int:
        return self.held.size


memory: ResponseCache[Remembered] = ResponseCache()


def key(http: HttpRequest, source: Source) -> Key | None:
    """What an answer depends on; None where it must be made anew."""
    query = http.META.get("QUERY_STRING", "")
    if not settings.ANSWER_MEMORY or len(query) >= 1000 or http.method not in {"GET", "HEAD"}:
        return None
    version = active.version()
    if version is None:
        return None
    period = str(int(time.time() / SECONDS))
    return (source, http.scheme or "", http.get_host(), http.path_info, query, version, period)
