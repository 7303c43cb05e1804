"""The log of searches and of opened results; a thread writes it, so a search does not wait."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest
from django.utils import timezone

from search.insight.buffer import buffer
from search.insight.models import LoggedSearch, OpenedResult, Source
from search.insight.privacy import anonymized, counts
from search.request.parameters import write_parameters
from search.request.search_request import SearchRequest
from search.service.search import Answer

SALT = "search.opened"
VALID = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Noted:
    """The part of an answer that is logged and signed; the same for every visitor."""

    text: str
    filters: str
    locale: str
    total: int
    engine: str
    took_ms: float
    first: int
    """The place of the first result; 0 where it is not known."""
    ids: tuple[int, ...]

    @classmethod
    def of(cls, answer: Answer) -> "Noted":
        request, result = answer.request, answer.result
        return cls(
            text=anonymized(request.query.text),
            filters=_filters(request)[:300],
            locale=",".join(request.filter("locale"))[:40],
            total=result.total,
            engine=result.engine,
            took_ms=answer.took_ms,
            first=0 if request.cursor else 1,
            ids=tuple(found.hit.document.id for found in answer.found),
        )


def note_search(http: HttpRequest, noted: Noted, source: Source) -> None:
    """Log a search; later pages of results and empty searches are not logged."""
    is_new = noted.first and (noted.text or noted.filters)
    if not settings.SEARCH_LOG or not is_new or not counts(http):
        return
    row = LoggedSearch(
        at=timezone.now(),
        text=noted.text,
        filters=noted.filters,
        locale=noted.locale,
        source=source,
        total=noted.total,
        engine=noted.engine,
        took_ms=noted.took_ms,
    )
    buffer.add(row)


def opened_token(http: HttpRequest, noted: Noted) -> str:
    """Return the token by which a browser reports opened results; empty if none are logged."""
    if not settings.SEARCH_LOG or not counts(http):
        return ""
    known = [secrets.randbits(62), noted.text, noted.first, noted.ids]
    return dumps(known, salt=SALT, compress=True)


def note_opened(http: HttpRequest, token: str, page_id: str) -> None:
    """Log an opened result.

    Raises BadSignature for a token that is forged or older than a day, or a page not in it.
    """
    search, text, first, ids = loads(token, salt=SALT, max_age=VALID)
    places = {str(each): place for place, each in enumerate(ids)}
    if page_id not in places:
        raise BadSignature("This page was not among the results.")
    if settings.SEARCH_LOG and counts(http):
        row = OpenedResult(
            at=timezone.now(),
            search=search,
            text=text,
            page_id=int(page_id),
            position=first and first + places[page_id],
        )
        buffer.add(row)


def _filters(request: SearchRequest) -> str:
    bare = replace(request.with_text(""), match="any", sort="relevance", facets=(), limit=20)
    return urlencode(write_parameters(bare))
