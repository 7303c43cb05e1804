"""The log of searches and opened results, written by a thread so that searches do not wait."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest
from django.utils import timezone

from search.insight.models import LoggedSearch, OpenedResult, Source
from search.insight.privacy import anonymize, is_counted
from search.insight.write_buffer import buffer
from search.request.parameters import write_parameters
from search.request.search_request import SearchRequest
from search.service.search import Answer

SALT = "search.opened"
TOKEN_MAX_AGE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LoggedAnswer:
    """The part of an answer that is logged and signed, the same for every visitor."""

    text: str
    filters: str
    locale: str
    total: int
    engine: str
    took_ms: float
    first: int
    """The position of the first result; 0 if it is not known."""
    ids: tuple[int, ...]
    site_id: int | None = None
    """The site that was searched; None for all."""

    @classmethod
    def of(cls, answer: Answer) -> "LoggedAnswer":
        request, result = answer.request, answer.result
        return cls(
            text=anonymize(request.query.text),
            filters=_filters(request)[:300],
            locale=",".join(request.filter("locale"))[:40],
            total=result.total,
            engine=result.engine,
            took_ms=answer.took_ms,
            first=0 if request.cursor else 1,
            ids=tuple(public_hit.hit.document.id for public_hit in answer.hits),
            site_id=answer.site_id,
        )


def log_search(http: HttpRequest, logged: LoggedAnswer, source: Source) -> None:
    """Log a search, unless it is empty or for later results."""
    is_new = logged.first and (logged.text or logged.filters)
    if not settings.SEARCH_LOG or not is_new or not is_counted(http):
        return
    row = LoggedSearch(
        at=timezone.now(),
        text=logged.text,
        filters=logged.filters,
        locale=logged.locale,
        source=source,
        total=logged.total,
        engine=logged.engine,
        took_ms=logged.took_ms,
        site_id=logged.site_id,
    )
    buffer.add(row)


def opened_token(http: HttpRequest, logged: LoggedAnswer) -> str:
    """Return the token with which a browser reports opened results; empty if none are logged."""
    if not settings.SEARCH_LOG or not is_counted(http):
        return ""
    signed = [secrets.randbits(62), logged.text, logged.first, logged.ids, logged.site_id]
    return dumps(signed, salt=SALT, compress=True)


def log_opened(http: HttpRequest, token: str, page_id: str) -> None:
    """Log an opened result.

    Raises BadSignature if the token is forged or older than a day, or the page is not in it.
    """
    # A token that an earlier version signed names no site.
    search, text, first, ids, *site = loads(token, salt=SALT, max_age=TOKEN_MAX_AGE)
    places = {str(pk): place for place, pk in enumerate(ids)}
    if page_id not in places:
        raise BadSignature("This page was not among the results.")
    if settings.SEARCH_LOG and is_counted(http):
        row = OpenedResult(
            at=timezone.now(),
            search=search,
            text=text,
            page_id=int(page_id),
            position=first and first + places[page_id],
            site_id=site[0] if site else None,
        )
        buffer.add(row)


def _filters(request: SearchRequest) -> str:
    bare = replace(request.with_text(""), match="any", sort="relevance", facets=(), limit=20)
    return urlencode(write_parameters(bare))
