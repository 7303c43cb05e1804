"""The site's own page for unknown addresses while `DEBUG` is on."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found


class NotFoundPageMiddleware:
    """Replaces Django's list of URL patterns by the template 404.html.

    Answers of views that make their own 404, such as the API's, stay as they are.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_unresolved = request.resolver_match is None
        if response.status_code == HTTPStatus.NOT_FOUND and is_unresolved:
            return page_not_found(request, Http404())
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return page_not_found(request, error) if isinstance(error, Http404) else None
