"""Wagtail's view of pages; what is public is cached, ready to send, until anything changes."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.views import serve as wagtail_serve

from cms.caching.response import freeze, send
from cms.caching.response_cache import Key, responses
from cms.content.page import PRIVATE


@csrf_exempt  # nothing is taken, and a refusal says so rather than ask for a token
@require_http_methods(["GET", "HEAD", "OPTIONS"])
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Return the page at this path, as Wagtail routes it; conditional, compressed."""
    key = _key(request)
    if key and (cached := responses.get(key)):
        return send(request, cached)
    version = responses.version()
    response: HttpResponse = wagtail_serve(request, path)
    cache_control = response.get("Cache-Control", "")
    if "private" in cache_control:
        # A private page, or the form in front of it: Wagtail's own headers allow no less.
        response["Cache-Control"] = PRIVATE
        response["X-Robots-Tag"] = "noindex"
    if "public" not in cache_control or response.status_code != HTTPStatus.OK:
        return response
    if hasattr(response, "render"):
        response.render()
    response["Vary"] = "Accept-Encoding"
    cached = freeze(response)
    if key:
        responses.put(key, cached, version)
    return send(request, cached)


def _key(request: HttpRequest) -> Key | None:
    if not settings.ANSWER_MEMORY or request.method not in {"GET", "HEAD"}:
        return None
    query = request.META.get("QUERY_STRING", "")
    key = ("page", request.scheme or "", request.get_host(), request.path_info, query)
    return key if len(query) < 1000 else None
