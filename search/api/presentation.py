"""The JSON of search results, from which the search page is also rendered."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urljoin

from django.utils.translation import gettext_lazy

from cms.delivery.http.served_site import ServedSite, site_with_id
from search.document import SearchDocument
from search.query.explanation import as_json
from search.request.parameters import write_parameters
from search.request.search_request import SearchRequest
from search.result import FacetCount
from search.service.search import Answer, PublicHit
from search.steering.rules import PublicBestBet
from search.vocabulary.labels import labels

INDEX_MOVED = gettext_lazy(
    "The index has changed since the previous results. Some results may be missing or repeated."
)

MEANING_UNAVAILABLE = gettext_lazy(
    "Results are ordered by words only: ordering by meaning is not available now."
)


def address(path: str, request: SearchRequest, **more: str) -> str:
    """Return `path` with the request's parameters."""
    query = urlencode([*write_parameters(request), *more.items()])
    return f"{path}?{query}" if query else path


def api_address(site: ServedSite, path: str, request: SearchRequest, **more: str) -> str:
    """Return the absolute URL of a request to the API, with the site that it chose."""
    return site.origin + address(path, request, **dict(site.query), **more)


def page_url(document: SearchDocument, site: ServedSite) -> str:
    """Return the absolute URL of a page, which may belong to another site than `site`."""
    (site_id, *_) = document.values("site") or (str(site.pk),)
    other = site_with_id(int(site_id)) if site_id != str(site.pk) else None
    return (other or site).root_url + document.path


def answer_json(answer: Answer, site: ServedSite, path: str) -> dict[str, Any]:
    """Return an answer as JSON; `path` is the route that the link to the next results leads to."""
    request, result = answer.request, answer.result
    next_request = replace(request, cursor=answer.cursor) if answer.cursor else None
    return {
        "query": {"text": request.query.text, "parsed": as_json(request.query.tree)},
        "warnings": warnings_json(answer),
        "total": {"value": result.total, "relation": result.relation},
        "engine": result.engine,
        "partial": result.partial,
        "took_ms": answer.took_ms,
        "best_bets": [bet_json(bet, site) for bet in answer.best_bets],
        "results": [hit_json(each, site) for each in answer.hits],
        "related_by_meaning": [hit_json(each, site) for each in answer.related],
        "facets": {name: facet_json(name, counts) for name, counts in result.facets.items()},
        "suggestion": spelling_json(request, result.suggestion, site, path),
        "next": api_address(site, path, next_request) if next_request else None,
    }


def surrogate_keys(answer: Answer) -> list[str]:
    """Return the surrogate keys of the pages in an answer."""
    return [f"page-{each.hit.document.id}" for each in (*answer.hits, *answer.related)]


def bet_json(bet: PublicBestBet, site: ServedSite) -> dict[str, str]:
    url = urljoin(f"{site.root_url}/", bet.url)
    return {"title": bet.title, "url": url, "description": bet.description}


def warnings_json(answer: Answer) -> list[dict[str, Any]]:
    warnings = [
        {
            "code": str(each.code),
            "message": each.message,
            "position": each.position,
            "parameter": each.parameter,
        }
        for each in answer.request.query.warnings
    ]
    if answer.result.moved:
        warnings.append(_warning("index_moved", str(INDEX_MOVED), "cursor"))
    if answer.is_by_words_only:
        warnings.append(_warning("meaning_unavailable", str(MEANING_UNAVAILABLE), "q"))
    return warnings


def _warning(code: str, message: str, parameter: str) -> dict[str, Any]:
    return {"code": code, "message": message, "position": 0, "parameter": parameter}


def hit_json(public_hit: PublicHit, site: ServedSite) -> dict[str, Any]:
    hit = public_hit.hit
    document, highlights = hit.document, hit.highlights
    return {
        "id": document.id,
        "type": document.type,
        "title": document.title,
        "url": page_url(document, site),
        "path": document.path,
        "locale": document.locale,
        "date": document.date and document.date.isoformat(),
        "summary": document.summary,
        "breadcrumbs": [{"title": each.title, "path": each.path} for each in document.breadcrumbs],
        "state": document.state,
        "score": hit.score,
        "highlights": {"title": list(highlights.title), "body": list(highlights.body)},
    }


def facet_json(name: str, counts: tuple[FacetCount, ...]) -> list[dict[str, Any]]:
    names = labels(name, [each.value for each in counts])
    return [
        {
            "value": each.value,
            "label": names.get(each.value, each.value),
            "count": each.count,
            "selected": each.selected,
        }
        for each in counts
    ]


def spelling_json(
    request: SearchRequest, text: str | None, site: ServedSite, path: str
) -> dict[str, str] | None:
    if text is None:
        return None
    return {"text": text, "url": api_address(site, path, request.with_text(text))}
