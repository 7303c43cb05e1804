"""Cross-origin requests from `CORS_ALLOWED_ORIGINS` (CORS)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

EXPOSED = "ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"
ACCEPTED = "Accept, Authorization, Content-Type, If-Modified-Since, If-None-Match"
METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT_AGE = "86400"  # seconds


def allow(request: HttpRequest, response: HttpResponse) -> None:
    """Add the CORS headers for an allowed origin; credentials are never allowed."""
    origin = request.META.get("HTTP_ORIGIN")
    allowed = settings.CORS_ALLOWED_ORIGINS
    if not origin or not (origin in allowed or "*" in allowed):
        return
    response["Access-Control-Allow-Origin"] = origin
    response["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = ACCEPTED
        response["Access-Control-Max-Age"] = PREFLIGHT_AGE
