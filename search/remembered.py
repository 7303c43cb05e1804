"""Answers to searches that a process remembers while neither content nor index moves.

Who asks is not part of an answer: it is logged, and given its token, anew each time. What time
alone changes (best bets that begin and end, which pages are read most) is ten minutes late.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.content.memory import Key, Memory
from search.engines import active
from search.insight.log import Noted
from search.insight.models import Source
from search.service import Answer

SECONDS = 600


@dataclass(frozen=True, slots=True)
class Remembered:
    """The answer as it is for everybody, and what is noted of each who gets it."""

    body: bytes
    headers: Mapping[str, str]
    noted: Noted

    @classmethod
    def of(cls, response: HttpResponse, answer: Answer) -> "Remembered":
        return cls(response.content, dict(response.items()), Noted.of(answer))

    @property
    def size(self) -> int:
        return len(self.body)


memory: Memory[Remembered] = Memory()


def key(http: HttpRequest, source: Source) -> Key | None:
    """What an answer depends on; None where it must be made anew."""
    query, version = http.META.get("QUERY_STRING", ""), active.version()
    if not settings.ANSWER_MEMORY or version is None or len(query) >= 1000:
        return None
    period = str(int(time.time() / SECONDS))
    return (source, http.scheme or "", http.get_host(), http.path_info, query, version, period)


def may_remember(answer: Answer) -> bool:
    """One that was cut short may be whole the next time."""
    return not answer.result.partial
