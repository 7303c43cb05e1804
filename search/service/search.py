"""One search for the page, the API and the feeds: they cannot differ."""

import time
from dataclasses import dataclass, replace

from django.conf import settings

from cms.maintenance.state import Notice, PublicState, public_states
from search.engines import active
from search.request.search_request import SearchRequest
from search.result import Highlights, Hit, SearchResult, Suggestion
from search.service.cursor import read_cursor, write_cursor
from search.steering.rules import Rules, ShownBet, rules


@dataclass(frozen=True, slots=True)
class Found:
    """A result that the public may see now; a withheld one has its notice and no content."""

    hit: Hit
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`cursor` leads to the following results; None at the end."""

    request: SearchRequest
    result: SearchResult
    found: tuple[Found, ...]
    cursor: str | None
    took_ms: float
    best_bets: tuple[ShownBet, ...] = ()


def search(request: SearchRequest, by: Rules | None = None) -> Answer:
    """Asks by the editors' rules of the moment, or by others that are tried.

    Raises CursorError, and EngineUnavailableError if no engine can answer.
    """
    begun = time.perf_counter()
    steering = by or rules()
    request = steering.steer(request)
    after = read_cursor(request)
    result: SearchResult = active.answer(
        lambda engine: engine.search(request, after, settings.SEARCH_SECONDS)
    )
    # An index may be a moment behind, so the pages themselves are asked.
    states = public_states([hit.document.id for hit in result.hits])
    found = tuple(
        _as_public(hit, state)
        for hit in result.hits
        if (state := states.get(hit.document.id)) and _may_show(hit, state)
    )
    if result.suggestion and not steering.may_suggest(result.suggestion):
        result = replace(result, suggestion=None)
    return Answer(
        request,
        result,
        found,
        write_cursor(request, result.after) if result.after else None,
        round(1000 * (time.perf_counter() - begun), 1),
        tuple(steering.best_bets(request)),
    )


def suggest(text: str, locales: tuple[str, ...] = (), limit: int = 8) -> list[Suggestion]:
    """Titles of public pages that begin so."""
    answered: list[Suggestion] = active.answer(
        lambda engine: engine.suggest(text, locales, 2 * limit)
    )
    states = public_states([each.page for each in answered if each.page])
    visible = (each for each in answered if each.page in states)
    public = (each for each in visible if states[each.page or 0].is_visible)
    may_suggest = rules().may_suggest
    return [each for each in public if may_suggest(each.text)][:limit]


def _may_show(hit: Hit, state: PublicState) -> bool:
    """Not even that a page was found may tell what it says: its words may have found it."""
    is_behind = isinstance(state, Notice) and hit.document.state == "content"
    return state.is_visible and not is_behind


def _as_public(hit: Hit, state: PublicState) -> Found:
    if not isinstance(state, Notice):
        return Found(hit)
    return Found(replace(hit, highlights=Highlights(hit.highlights.title)), state)
