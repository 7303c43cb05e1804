"""The views of pages; public responses are cached until a change affects them."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page
from wagtail.views import serve as wagtail_serve

from cms.caching.response import CacheableResponse, freeze, send
from cms.caching.response_cache import Key, responses
from cms.content.layout.chrome import set_site
from cms.content.markdown.negotiation import MARKDOWN, wants_markdown
from cms.content.markdown.serving import markdown_response
from cms.content.page import PRIVATE
from cms.maintenance.dependencies import page_dependencies

Respond = Callable[[HttpRequest, str], HttpResponse]
VARY = "Accept, Accept-Encoding"
MAX_AGE = 600
"""Seconds after which a cached page expires: its related pages follow the index, not a change."""


@csrf_exempt  # the view is read-only
@require_http_methods(["GET", "HEAD", "OPTIONS"])
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Return the page at this path, as Wagtail routes it.

    Responses are conditional and compressed. Clients that prefer Markdown get it; for pages that
    are not public, Wagtail's response is returned.
    """
    if wants_markdown(request):
        with suppress(Http404):
            return _answer(request, path, MARKDOWN, markdown_response, VARY)
    return _answer(request, path, "page", _page_response, VARY)


def _page_response(request: HttpRequest, path: str) -> HttpResponse:
    """Return the stored page if there is one, else the page that Wagtail serves."""
    stored: HttpResponse | None = import_string(settings.STORED_PAGE)(request)
    return stored or wagtail_serve(request, path)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "OPTIONS"])
def serve_markdown(request: HttpRequest, path: str) -> HttpResponse:
    """Return the page at this path as Markdown."""
    return _answer(request, path, MARKDOWN, markdown_response, "Accept-Encoding")


def _answer(
    request: HttpRequest, path: str, form: str, respond: Respond, vary: str
) -> HttpResponse:
    key = _key(request, form)
    if key and (cached := responses.get(key)):
        return send(request, cached)
    version = responses.version()
    set_site(request)
    with page_dependencies() as dependencies:
        response = _rendered(respond(request, path))
    cache_control = response.get("Cache-Control", "")
    if "private" in cache_control:
        # A private page or its password form, for which Wagtail's headers are not strict enough.
        response["Cache-Control"] = PRIVATE
        response["X-Robots-Tag"] = "noindex"
    if "public" not in cache_control or response.status_code != HTTPStatus.OK:
        return response
    response["Vary"] = vary
    cached = freeze(response)
    if key:
        responses.put(key, cached, version, dependencies.keys | _keys(response), MAX_AGE)
    return send(request, cached)


def _rendered(response: HttpResponse) -> HttpResponse:
    if hasattr(response, "render"):
        response.render()
    return response


def _keys(response: HttpResponse) -> set[str]:
    """Return the surrogate keys of the layout, of the neighbours, and of the page type.

    A page type names its own in the context, as `surrogate_keys`.
    """
    if isinstance(response, CacheableResponse):
        return {*response.keys}
    context = response.context_data if isinstance(response, TemplateResponse) else None
    context = context or {}
    page = context.get("page")
    around = f"around-{page.pk}" if isinstance(page, Page) else "pages"
    return {"navigation", around, *context.get("surrogate_keys", ())}


def _key(request: HttpRequest, form: str) -> Key | None:
    if not settings.ANSWER_MEMORY or request.method not in {"GET", "HEAD"}:
        return None
    query = request.META.get("QUERY_STRING", "")
    key = (form, request.scheme or "", request.get_host(), request.path_info, query)
    return key if len(query) < 1000 else None
