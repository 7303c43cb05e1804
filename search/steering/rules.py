"""The editors' rules as searches apply them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from cms.caching.lookups import cached_until_change
from cms.delivery.http.served_site import ServedSite
from cms.maintenance.state import Content, public_state
from search.request.search_request import SearchRequest
from search.request.thesaurus import DEFAULT_SYNONYMS, STATE_RULES, Thesaurus
from search.steering.models import (
    BestBet,
    DeniedSuggestion,
    HiddenResult,
    Steering,
    SynonymRule,
    lines,
)
from search.steering.patterns import is_any_match
from search.vocabulary.labels import resolve_names


@dataclass(frozen=True, slots=True)
class PublicBestBet:
    """A best bet as visitors see it; `url` is a path on this site or a link to another."""

    title: str
    url: str
    description: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, applied to every query."""

    thesaurus: Thesaurus = DEFAULT_SYNONYMS
    bets: tuple[BestBet, ...] = ()
    hidden: tuple[HiddenResult, ...] = ()
    denied: tuple[str, ...] = ()

    def steer(self, request: SearchRequest) -> SearchRequest:
        """Return the request with names replaced by values, synonyms, and hidden pages."""
        request = resolve_names(request)
        text = request.query.text
        hidden = (rule.page_id for rule in self.hidden if _applies(rule.queries, text))
        return request.with_rules(self.thesaurus, frozenset(hidden))

    def best_bets(
        self, request: SearchRequest, on: date | None = None, site: ServedSite | None = None
    ) -> list[PublicBestBet]:
        """Return the best bets for the first page of results by relevance; one query.

        Bets for pages that are not public, or not on `site` if it is given, are left out.
        """
        if request.cursor or request.sort != "relevance" or not self.bets:
            return []
        today = on or timezone.localdate()
        matching = [
            bet
            for bet in self.bets
            if _applies(bet.queries, request.query.text)
            and (bet.starts_on or today) <= today <= (bet.ends_on or today)
            and (not bet.locale or bet.locale in (request.filter("locale") or (bet.locale,)))
        ]
        candidates = Page.objects.filter(site.below()) if site else Page.objects.all()
        pages = candidates.in_bulk([bet.page_id for bet in matching if bet.page_id])
        public = (_public_best_bet(bet, pages.get(bet.page_id or 0)) for bet in matching)
        return [bet for bet in public if bet]

    def can_suggest(self, text: str) -> bool:
        return not is_any_match((f"* {denied} *" for denied in self.denied), text)


def _applies(queries: str, text: str) -> bool:
    return is_any_match(lines(queries), text)


def _public_best_bet(bet: BestBet, page: Page | None) -> PublicBestBet | None:
    if not bet.page_id:
        return PublicBestBet(bet.title, bet.url, bet.description)
    if page is None or not isinstance(public_state(page), Content):
        return None
    return PublicBestBet(bet.title or page.title, page.get_url() or "", bet.description)


def read_rules(unsaved: Steering | None = None, site_id: int | None = None) -> Rules:
    """Return the rules in the database for a site, or for all sites.

    `unsaved` is a rule that replaces its saved version, to preview its effect.
    """
    for_site = Q(site=None) | Q(site=site_id) if site_id else Q()
    synonyms = _with_unsaved(unsaved, SynonymRule.objects.filter(for_site))
    return Rules(
        Thesaurus([*(row.rule() for row in synonyms), *STATE_RULES]),
        tuple(_with_unsaved(unsaved, BestBet.objects.filter(for_site))),
        tuple(_with_unsaved(unsaved, HiddenResult.objects.filter(for_site))),
        tuple(
            row.text for row in _with_unsaved(unsaved, DeniedSuggestion.objects.filter(for_site))
        ),
    )


def _with_unsaved[S: Steering](unsaved: Steering | None, saved: Iterable[S]) -> Sequence[S]:
    rows = list(saved)
    model = getattr(saved, "model", None)
    if model is None or not isinstance(unsaved, model):
        return rows
    return [*(row for row in rows if row.pk != unsaved.pk), unsaved]


def _read_of_site(site_id: int | None) -> Rules:
    return read_rules(site_id=site_id)


_rules = cached_until_change(_read_of_site, reads_content=False)


def rules(site_id: int | None = None) -> Rules:
    """Return the current rules of a site, or of all; cached until an editor changes one."""
    return _rules(site_id)
