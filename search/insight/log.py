"""Notes what was asked and answered, and what was opened; both cost a search next to nothing."""

import secrets
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest
from django.utils import timezone

from search.insight.buffer import buffer
from search.insight.models import LoggedSearch, OpenedResult, Source
from search.insight.privacy import counts, told
from search.parameters import write_parameters
from search.request import SearchRequest
from search.service import Answer

SALT = "search.opened"
VALID = timedelta(days=1)


def note_search(http: HttpRequest, answer: Answer, source: Source) -> None:
    """One row; following pages of results are the same search, and no words no search."""
    request = answer.request
    filters = _filters(request)
    text = told(request.query.text)
    if not settings.SEARCH_LOG or request.cursor or not (text or filters) or not counts(http):
        return
    result = answer.result
    row = LoggedSearch(
        at=timezone.now(),
        text=text,
        filters=filters[:300],
        locale=",".join(request.locale)[:40],
        source=source,
        total=result.total,
        engine=result.engine,
        took_ms=answer.took_ms,
    )
    buffer.add(row)


def opened_token(http: HttpRequest, answer: Answer) -> str:
    """With which a browser may tell what was opened of this answer; empty if nobody shall."""
    if not settings.SEARCH_LOG or not counts(http):
        return ""
    request, ids = answer.request, [found.hit.document.id for found in answer.found]
    first = 0 if request.cursor else 1
    known = [secrets.randbits(62), told(request.query.text), first, ids]
    return dumps(known, salt=SALT, compress=True)


def note_opened(http: HttpRequest, token: str, page_id: str) -> None:
    """Raises BadSignature for a token that is not ours or of yesterday, or a page not in it."""
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
    bare = replace(request.asking(""), match="any", sort="relevance", facets=(), limit=20)
    return urlencode(write_parameters(bare))
