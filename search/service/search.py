"""One search for the page, the API and the feeds: they cannot differ."""

import time
from dataclasses import dataclass, replace

from django.conf import settings
from wagtail.models import Page

from cms.delivery.http.served_site import ServedSite
from cms.maintenance.state import Notice, PublicState, public_states
from cms.telemetry.spans import span
from search.engines import active
from search.fields import search_fields
from search.meaning.query import Meaning, MeaningUnavailableError, meaning_of
from search.request.search_request import SearchRequest
from search.result import Highlights, Hit, SearchResult, Suggestion
from search.service.cursor import read_cursor, write_cursor
from search.service.related_by_meaning import related_by_meaning
from search.steering.rules import Rules, ShownBet, rules
from search.vocabulary.labels import known_values

SITE = "site"
CANDIDATES = 20
"""Suggestions looked at for each one shown, where those of other sites are left out."""


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
    related: tuple[Found, ...] = ()
    """Pages that the words do not find, but are near to them in meaning, nearest first."""
    is_by_words_only: bool = False
    """True if meaning should have been compared, but could not be."""
    site_id: int | None = None
    """The site that was searched; None for all."""


def search(
    request: SearchRequest, by: Rules | None = None, site: ServedSite | None = None
) -> Answer:
    """Search by the editors' current rules, or by `by`.

    With `site`, only its pages are found. Raises CursorError, and EngineUnavailableError if no
    engine can answer.
    """
    with span("search"):
        return _search(request, by, site)


def _search(request: SearchRequest, by: Rules | None, site: ServedSite | None) -> Answer:
    begun = time.perf_counter()
    steering = by or rules(site.pk if site else None)
    request = steering.steer(request)
    narrowed = for_site(request, site)
    after = read_cursor(narrowed)
    meaning, is_by_words_only = _meaning_of(narrowed)
    sent = narrowed.with_similarity(meaning.similarity) if meaning else narrowed
    result: SearchResult = active.answer(
        lambda engine: engine.search(sent, after, settings.SEARCH_SECONDS)
    )
    # An index may lag behind, so the database decides what the public may see now.
    states = public_states([hit.document.id for hit in result.hits])
    found = tuple(
        _as_public(hit, state)
        for hit in result.hits
        if (state := states.get(hit.document.id)) and _may_show(hit, state)
    )
    is_first = after is None
    related = related_by_meaning(narrowed, meaning, result) if meaning and is_first else ()
    if result.suggestion and not steering.can_suggest(result.suggestion):
        result = replace(result, suggestion=None)
    return Answer(
        request,
        result,
        found,
        write_cursor(narrowed, result.after) if result.after else None,
        round(1000 * (time.perf_counter() - begun), 1),
        tuple(steering.best_bets(request, site=_one_of_many(site))),
        tuple(Found(Hit(document, None)) for document in related),
        is_by_words_only,
        site.pk if site else None,
    )


def _meaning_of(request: SearchRequest) -> tuple[Meaning | None, bool]:
    """Return the meaning of the words, and whether there should be one but cannot."""
    try:
        return meaning_of(request), False
    except MeaningUnavailableError:
        return None, True


def for_site(request: SearchRequest, site: ServedSite | None) -> SearchRequest:
    """Return the request among the pages of the site, where there are others.

    Sites are not counted then: a count would name the others.
    """
    one = _one_of_many(site)
    if one is None:
        return request
    facets = tuple(facet for facet in request.facets if facet[0] != SITE)
    return request.for_site(str(one.pk), facets)


def _one_of_many(site: ServedSite | None) -> ServedSite | None:
    """Return the site if there are others; a single one needs no filter."""
    return site if site and len(known_values(search_fields()[SITE])) > 1 else None


def suggest(
    text: str, locales: tuple[str, ...] = (), limit: int = 8, site: ServedSite | None = None
) -> list[Suggestion]:
    """Return titles of public pages that begin so, of one site or of all."""
    one = _one_of_many(site)
    candidates = limit * (CANDIDATES if one else 2)
    answered: list[Suggestion] = active.answer(
        lambda engine: engine.suggest(text, locales, candidates)
    )
    if one:
        pages = Page.objects.filter(one.below(), pk__in=[each.page for each in answered])
        inside = {*pages.values_list("pk", flat=True)}
        answered = [each for each in answered if each.page in inside]
    states = public_states([each.page for each in answered if each.page])
    visible = (each for each in answered if each.page in states)
    public = (each for each in visible if states[each.page or 0].is_visible)
    can_suggest = rules(site.pk if site else None).can_suggest
    return [each for each in public if can_suggest(each.text)][:limit]


def _may_show(hit: Hit, state: PublicState) -> bool:
    """Return whether to show a hit.

    A page under maintenance is hidden if its withheld text may have matched, because that would
    reveal it.
    """
    is_behind = isinstance(state, Notice) and hit.document.state == "content"
    return state.is_visible and not is_behind


def _as_public(hit: Hit, state: PublicState) -> Found:
    if not isinstance(state, Notice):
        return Found(hit)
    return Found(replace(hit, highlights=Highlights(hit.highlights.title)), state)
