"""Middleware that answers 410 for deleted pages."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page, Site

from cms.changes.models import Change, Kind


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
    return deleted.exists() and not Page.objects.filter(url_path=url_path).exists()
