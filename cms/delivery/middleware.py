"""The middleware of the API: methods, rate limits, cached responses and problems.

It is one of the first, so that a cached response skips the others.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms.caching.response import CacheableResponse, PreparedResponse, freeze, send
from cms.caching.response_cache import Key, responses
from cms.delivery.http import cors
from cms.delivery.http.problem import (
    ProblemError,
    in_preferred_language,
    on_problem,
    problem_response,
)
from cms.delivery.http.responses import PRIVATE
from cms.delivery.http.surrogate_keys import header
from cms.delivery.keys import key_of, rate_factor, reads_restricted
from cms.maintenance.dependencies import page_dependencies
from cms.throttling.throttle import Allowance, Throttle

PREFIX = "/api/delivery/"
ALLOW = "GET, HEAD, OPTIONS"
VARY = "Accept-Encoding, Authorization, Origin"
DETAILS = {
    HTTPStatus.BAD_REQUEST: _("The server could not understand the request."),
    HTTPStatus.NOT_FOUND: _("There is nothing at this address."),
    HTTPStatus.INTERNAL_SERVER_ERROR: _("The server could not answer. The error was recorded."),
}
ABSENT = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.SERVICE_UNAVAILABLE}
ABSENT_KEYS = ("pages", "redirects", "files")
"""The keys of what may later be at the address, for front ends that cache such a response."""
throttle = Throttle("api", limit=600, window=10)
paths_cached_elsewhere: set[str] = set()
"""The paths of the API whose responses another middleware caches; apps add theirs."""


class DeliveryMiddleware:
    """Handles requests to the API; other requests are passed on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        key, refusal = None, None
        try:
            key = key_of(request)
        except ProblemError as error:
            refusal = on_problem(request, error)
        request.delivery_key = key  # type: ignore[attr-defined]
        allowance = throttle.take(request, rate_factor(key))
        response = refusal or self._respond(request, allowance)
        response["Vary"] = VARY
        if reads_restricted(request):
            _make_private(response)
        cors.allow(request, response)
        if allowance:
            allowance.add_headers(response)
        return response

    def _respond(self, request: HttpRequest, allowance: Allowance | None) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ALLOW})
        if request.method not in {"GET", "HEAD"}:
            with in_preferred_language(request):
                detail = gettext("This API is read-only: it does not accept {method}.").format(
                    method=request.method
                )
                not_allowed = problem_response(HTTPStatus.METHOD_NOT_ALLOWED, detail)
            not_allowed["Allow"] = ALLOW
            return not_allowed
        if allowance and allowance.is_spent:
            with in_preferred_language(request):
                detail = ngettext(
                    "Too many requests: try again in {count} second.",
                    "Too many requests: try again in {count} seconds.",
                    allowance.seconds,
                ).format(count=allowance.seconds)
                return problem_response(HTTPStatus.TOO_MANY_REQUESTS, detail)
        key = _key(request)
        cached = responses.get(key) if key else None
        response = send(request, cached) if cached else self._read(request, key)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            response = _as_problem(request, response)
            # LocaleMiddleware has written the language of the site, which may be another one.
            del response["Content-Language"]
        if request.method == "HEAD":
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    def _read(self, request: HttpRequest, key: Key | None) -> HttpResponse:
        version = responses.version() if key else None
        is_head, request.method = request.method == "HEAD", "GET"
        with page_dependencies() as dependencies:
            response = self.get_response(request)
        request.method = "HEAD" if is_head else "GET"
        if response.status_code in ABSENT:
            response["Surrogate-Key"] = header([*ABSENT_KEYS, *dependencies.page_keys])
        if response.status_code != HTTPStatus.OK or response.streaming:
            return response
        if isinstance(response, PreparedResponse):  # from a cache behind this one
            return response
        if not isinstance(response, CacheableResponse):
            return send(request, freeze(response, tagged=False))
        # LocaleMiddleware has set the language of the interface instead of the content's.
        del response["Content-Language"]
        if response.language:
            response["Content-Language"] = response.language
        _add_keys(response, dependencies.page_keys)
        cached = freeze(response)
        if key and version and response.is_cacheable and not response.cookies:
            responses.put(key, cached, version, dependencies.keys | response.keys)
        return send(request, cached)


def _key(request: HttpRequest) -> Key | None:
    """Return the cache key of a request; None if its response must not be cached."""
    meta = request.META
    if request.path_info in paths_cached_elsewhere or reads_restricted(request):
        return None
    if not settings.ANSWER_MEMORY:
        return None
    host, query = meta.get("HTTP_HOST", ""), meta.get("QUERY_STRING", "")
    return (request.scheme or "", host, request.path_info, query) if len(query) < 1000 else None


def _add_keys(response: HttpResponse, page_keys: set[str]) -> None:
    """Add the keys of the pages on which a response depends, unless it has that of all pages."""
    keys = response.get("Surrogate-Key", "").split()
    if keys and "pages" not in keys and (missing := page_keys.difference(keys)):
        response["Surrogate-Key"] = header([*keys, *sorted(missing)])


def _make_private(response: HttpResponse) -> None:
    """Forbid all caches to store the response, because other clients see less at this URL."""
    response["Cache-Control"] = PRIVATE
    del response["Surrogate-Key"]


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if "json" in response.get("Content-Type", ""):
        return response
    status = HTTPStatus(response.status_code)
    with in_preferred_language(request):
        return problem_response(status, DETAILS.get(status, status.phrase))
