"""One span for each request that Django handles; repeated answers of the server have none."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from opentelemetry import trace
from opentelemetry.propagate import extract


class TracingMiddleware:
    """Names the span by route, and continues the trace of a trusted proxy (W3C Trace Context).

    Paths and query strings are left out, because visitors write them, and tokens are in some.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        method = request.method or ""
        tracer = trace.get_tracer("cms")
        context = extract(request.headers) if settings.TRUSTED_PROXIES else None
        with tracer.start_as_current_span(method, context, trace.SpanKind.SERVER) as current:
            response = self.get_response(request)
            current.set_attribute("http.request.method", method)
            current.set_attribute("http.response.status_code", response.status_code)
            if request.resolver_match:
                route = f"/{request.resolver_match.route}"
                current.set_attribute("http.route", route)
                current.update_name(f"{method} {route}")
            if response.status_code >= 500:
                current.set_status(trace.StatusCode.ERROR)
            return response
