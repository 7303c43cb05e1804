"""The search service, which the page, the API and the feeds share."""

import time
from dataclasses import dataclass, replace

from django.conf import settings
from wagtail.models import Page

from cms.delivery.http.served_site import ServedSite
from cms.languages.registry import fallbacks
from cms.maintenance.state import Notice, PublicState, public_states
from cms.telemetry.spans import span
from search.engines import active
from search.fields import search_fields
from search.meaning.query import Meaning, MeaningUnavailableError, meaning_of
from search.request.search_request import SearchRequest
from search.result import Highlights, Hit, SearchResult, Suggestion
from search.service.cursor import read_cursor, write_cursor
from search.service.related_by_meaning import related_by_meaning
from search.steering.rules import PublicBestBet, Rules, rules
from search.vocabulary.labels import field_values

SITE = "site"
CANDIDATES = 20
"""Suggestions requested for each one returned, if those of other sites are dropped."""


@dataclass(frozen=True, slots=True)
class PublicHit:
    """A hit with its current public state; with a notice, it has no content."""

    hit: Hit
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request; `cursor` is that of the next results, or None."""

    request: SearchRequest
    result: SearchResult
    hits: tuple[PublicHit, ...]
    cursor: str | None
    took_ms: float
    best_bets: tuple[PublicBestBet, ...] = ()
    related: tuple[PublicHit, ...] = ()
    """Pages that do not contain the words but are similar in meaning, nearest first."""
    is_by_words_only: bool = False
    """True if ordering by meaning is configured but unavailable."""
    site_id: int | None = None
    """The site that was searched; None for all."""


def search(
    request: SearchRequest,
    steering: Rules | None = None,
    site: ServedSite | None = None,
    language: str = "",
) -> Answer:
    """Search with the editors' current rules, or with `steering`.

    With `site`, results are limited to its pages. Pages in `language` come first among equal
    matches, unless the request prefers another one, and those of its fallback chain next. Raises
    CursorError, and EngineUnavailableError if no engine can answer.
    """
    with span("search"):
        return _search(request, steering, site, language)


def _search(
    request: SearchRequest, steering: Rules | None, site: ServedSite | None, language: str
) -> Answer:
    started = time.perf_counter()
    steering = steering or rules(site.pk if site else None)
    request = steering.steer(request)
    limited = preferring(for_site(request, site), language)
    after = read_cursor(limited)
    meaning, is_by_words_only = _meaning_of(limited)
    ranked = limited.with_similarity(meaning.similarity) if meaning else limited
    result: SearchResult = active.answer(
        lambda engine: engine.search(ranked, after, settings.SEARCH_SECONDS)
    )
    # The index may be stale, so the public state is read from the database.
    states = public_states([hit.document.id for hit in result.hits])
    hits = tuple(
        _as_public(hit, state)
        for hit in result.hits
        if (state := states.get(hit.document.id)) and _may_show(hit, state)
    )
    is_first = after is None
    related = related_by_meaning(limited, meaning, result) if meaning and is_first else ()
    return Answer(
        request,
        without_denied(result, steering),
        hits,
        write_cursor(limited, result.after),
        round(1000 * (time.perf_counter() - started), 1),
        tuple(steering.best_bets(request, site=unless_only(site))),
        tuple(PublicHit(Hit(document, None)) for document in related),
        is_by_words_only,
        site.pk if site else None,
    )


def without_denied(result: SearchResult, steering: Rules) -> SearchResult:
    """Return the result without a spelling suggestion that editors denied."""
    if result.suggestion and not steering.can_suggest(result.suggestion):
        return replace(result, suggestion=None)
    return result


def preferring(request: SearchRequest, language: str) -> SearchRequest:
    """Return the request with a fallback chain: its own language's, or that of `language`."""
    preferred = request.prefer_locale or language
    if not preferred:
        return request
    _, *others = fallbacks(preferred, settings.LANGUAGE_CODE)
    return request.preferring(preferred, others)


def _meaning_of(request: SearchRequest) -> tuple[Meaning | None, bool]:
    """Return the meaning of the words, and whether it is unavailable."""
    try:
        return meaning_of(request), False
    except MeaningUnavailableError:
        return None, True


def for_site(request: SearchRequest, site: ServedSite | None) -> SearchRequest:
    """Return the request limited to the pages of a site, unless it is the only one.

    The facet of sites is dropped, because it would name the others.
    """
    only_site = unless_only(site)
    if only_site is None:
        return request
    facets = tuple(facet for facet in request.facets if facet[0] != SITE)
    return request.for_site(str(only_site.pk), facets)


def unless_only(site: ServedSite | None) -> ServedSite | None:
    """Return the site, or None if it is the only one and needs no filter."""
    return site if site and len(field_values(search_fields()[SITE])) > 1 else None


def suggest(
    text: str, locales: tuple[str, ...] = (), limit: int = 8, site: ServedSite | None = None
) -> list[Suggestion]:
    """Return titles of public pages that begin with a text, of one site or of all."""
    only_site = unless_only(site)
    candidates = limit * (CANDIDATES if only_site else 2)
    suggestions: list[Suggestion] = active.answer(
        lambda engine: engine.suggest(text, locales, candidates)
    )
    if only_site:
        pages = Page.objects.filter(only_site.below(), pk__in=[each.page for each in suggestions])
        on_site = {*pages.values_list("pk", flat=True)}
        suggestions = [each for each in suggestions if each.page in on_site]
    states = public_states([each.page for each in suggestions if each.page])
    visible = (each for each in suggestions if each.page in states)
    public = (each for each in visible if states[each.page or 0].is_visible)
    can_suggest = rules(site.pk if site else None).can_suggest
    return [each for each in public if can_suggest(each.text)][:limit]


def _may_show(hit: Hit, state: PublicState) -> bool:
    """Return whether to show a hit.

    A page under maintenance is hidden if its withheld text may have matched, because that would
    reveal it.
    """
    is_outdated = isinstance(state, Notice) and hit.document.state == "content"
    return state.is_visible and not is_outdated


def _as_public(hit: Hit, state: PublicState) -> PublicHit:
    if not isinstance(state, Notice):
        return PublicHit(hit)
    return PublicHit(replace(hit, highlights=Highlights(hit.highlights.title)), state)
