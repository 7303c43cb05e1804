"""Middleware that gives the audit log the current request."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.audit.log import current_request


class AuditMiddleware:
    """Must come after the authentication middleware, because the user is the actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = current_request.set(request)
        try:
            return self.get_response(request)
        finally:
            current_request.reset(token)
