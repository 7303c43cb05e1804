"""The id of a request, which appears in its log lines and in those of the proxy."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_FORM = re.compile(r"[A-Za-z0-9-]{8,64}")
_current: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id; empty while the request has logged nothing, None outside requests."""


def request_id() -> str | None:
    """Return the id of the request that this thread handles, None outside requests."""
    current = _current.get()
    if current == "":
        current = uuid.uuid4().hex
        _current.set(current)
    return current


class RequestIdMiddleware:
    """Takes the id from a trusted proxy's `X-Request-ID` and sends it back, or makes one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.META.get("HTTP_X_REQUEST_ID", "") if settings.TRUSTED_PROXIES else ""
        accepted = sent if sent and _FORM.fullmatch(sent) else ""
        # Not reset: Django logs refusals after the middleware, in the same thread.
        _current.set(accepted)
        response = self.get_response(request)
        if accepted:
            response["X-Request-ID"] = accepted
        return response
