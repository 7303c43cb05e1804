"""The middleware of the search: rate limits and cached answers.

It precedes all middleware that cached answers do not need.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.translation import override

from cms.caching.response import CachedResponse, freeze, send
from cms.maintenance.dependencies import page_dependencies
from search.engines import active
from search.engines.active import IndexVersion
from search.http import answer_cache
from search.http.answer_cache import TOKEN_PLACEHOLDER, AnswerRecord, CachedAnswer
from search.http.index_history import history
from search.http.paths import API_PATH, page_language
from search.http.throttle import pages, too_many
from search.insight.log import log_search, opened_token
from search.insight.models import Source


class SearchMiddleware:
    """Answers searches from the cache, and limits them; other requests pass through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        source = _source(request.path_info)
        if source is None:
            return self.get_response(request)
        if source is Source.API:  # which has a rate limit of the API
            return self._answer(request, source)
        allowance = pages.take(request)
        if allowance and allowance.is_spent:
            with override(page_language(request.path_info)):  # LocaleMiddleware runs later
                response: HttpResponse = too_many(request, allowance).render()
        else:
            response = self._answer(request, source)
        if allowance:
            allowance.add_headers(response)
        self.gzip.process_response(request, response)
        return response

    def _answer(self, request: HttpRequest, source: Source) -> HttpResponse:
        key = answer_cache.key(request, source)
        index = active.version() if key else None
        cached = answer_cache.get(key, index) if key and index else None
        if cached is None:
            if index:
                history.follow(index)
            version = answer_cache.cached_answers.version()
            with page_dependencies() as dependencies:
                response = self.get_response(request)
            record: AnswerRecord | None = getattr(response, "answer_record", None)
            if record is None:
                return response
            page_ids = frozenset(dependencies | dependencies.stubs)
            index_version = index or IndexVersion(record.engine, "")
            cached = CachedAnswer(
                _cached_response(response, source), record, page_ids, index_version
            )
            if key and index and record.is_whole and record.engine == index.engine:
                answer_cache.put(key, cached, version)
        log_search(request, cached.logged, source)
        return _page(request, cached) if source is Source.PAGE else send(request, cached.response)


def _source(path: str) -> Source | None:
    if path == API_PATH:
        return Source.API
    return Source.PAGE if page_language(path) else None


def _cached_response(response: HttpResponse, source: Source) -> CachedResponse:
    """Return the response to cache; a page, whose token differs by visitor, has no ETag."""
    if source is Source.PAGE:
        return CachedResponse(response.content, dict(response.items()), "")
    return freeze(response)


def _page(request: HttpRequest, cached: CachedAnswer) -> HttpResponse:
    """Return the page with the visitor's token."""
    token = opened_token(request, cached.logged)
    body = cached.response.body.replace(TOKEN_PLACEHOLDER.encode(), token.encode())
    return HttpResponse(body, headers={**cached.response.headers, "Content-Length": str(len(body))})
