"""Searches of latest drafts, for front ends that preview a whole site."""

import time
from dataclasses import replace

from django.conf import settings

from cms.delivery.http.served_site import ServedSite
from search.indexing.drafts import draft_engine
from search.request.search_request import SearchRequest
from search.result import Hit
from search.service.cursor import read_cursor, write_cursor
from search.service.search import (
    Answer,
    PublicHit,
    for_site,
    preferring,
    unless_only,
    without_denied,
)
from search.steering.rules import rules


def search_drafts(request: SearchRequest, site: ServedSite | None) -> Answer:
    """Search the latest drafts of one site's pages, or of all, as if all were published now.

    The caller checks the key. Results are ordered by words only. Raises CursorError, and
    EngineUnavailableError if there is no embedded index.
    """
    started = time.perf_counter()
    steering = rules(site.pk if site else None)
    request = steering.steer(request)
    limited = preferring(for_site(request, site), "")
    after = read_cursor(limited, drafts=True)
    result = draft_engine().search(limited, after, settings.SEARCH_SECONDS)
    return Answer(
        request,
        without_denied(result, steering),
        tuple(PublicHit(_as_draft(hit)) for hit in result.hits),
        write_cursor(limited, result.after, drafts=True),
        round(1000 * (time.perf_counter() - started), 1),
        tuple(steering.best_bets(request, site=unless_only(site))),
        site_id=site.pk if site else None,
    )


def _as_draft(hit: Hit) -> Hit:
    return replace(hit, document=replace(hit.document, state="draft"))
