"""Requests of forms that have no token, because caches share the pages that they are in."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_same_site(request: HttpRequest) -> bool:
    """Return False where the browser says that another site sends the form."""
    origin = request.headers.get("Origin", "")
    is_own = not origin or urlsplit(origin).netloc == request.get_host()
    return is_own and request.headers.get("Sec-Fetch-Site", "none") != "cross-site"
