"""The middleware that calls the views of the API.

It stands before those of sessions, log-in and forms, which the API does not need.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import override

from cms.delivery.middleware import PREFIX


class DeliveryViewMiddleware:
    """Calls the views of the API; other requests, and paths without a view, are passed on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        request.resolver_match = match
        # A response that caches keep must not depend on the language of the client.
        with override(settings.LANGUAGE_CODE):
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response
