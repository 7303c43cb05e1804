"""Middleware for addresses without a page: 410 for deleted pages, and redirects."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from wagtail.models import Page, Site

from cms.changes.models import Change, Kind
from cms.maintenance.addresses import pages_at
from cms.maintenance.redirects import redirect_at
from cms.maintenance.state import public_state


class GoneMiddleware:
    """Changes 404 to 410 while the change log still contains the deletion of the page.

    It must come before the redirect middleware, so that a redirect from the old path takes
    precedence.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND or not _was_deleted(request):
            return response
        return TemplateResponse(request, "410.html", status=HTTPStatus.GONE).render()


def _was_deleted(request: HttpRequest) -> bool:
    """Return whether a page at this path was deleted and not replaced, even by a draft."""
    match = request.resolver_match
    if match is None or match.url_name != "wagtail_serve":
        return False
    site = Site.find_for_request(request)
    parts = [part for part in match.args[0].split("/") if part] if match.args else []
    if site is None or not parts:
        return False
    url_path = "/".join([site.root_page.localized.url_path.rstrip("/"), *parts, ""])
    deleted = Change.objects.filter(url_path=url_path, kind=Kind.DELETED)
    return deleted.exists() and not pages_at(url_path).exists()


class RedirectMiddleware:
    """Redirects an address without a page, but to no page that the visitor must not know of."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND:
            return response
        site = Site.find_for_request(request)
        redirect = redirect_at(site.pk, request.get_full_path()) if site else None
        if redirect is None:
            return response
        page: Page | None = redirect.redirect_page
        if page is not None and not _may_know(request, page):
            return response
        link = redirect.link
        if link is None:
            return response
        kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
        redirected: HttpResponse = kind(link)
        if page is not None and not public_state(page).is_visible:
            redirected["Cache-Control"] = "private, no-store"
        return redirected


def _may_know(request: HttpRequest, page: Page) -> bool:
    """Return whether the page is public, or restricted and open to the sender of the request."""
    if public_state(page).is_visible:
        return True
    restrictions = page.get_view_restrictions()
    opened = all(each.accept_request(request) for each in restrictions)
    return page.live and bool(restrictions) and opened
