"""Content negotiation between HTML and Markdown."""

from django.http import HttpRequest

MARKDOWN = "text/markdown"
CONTENT_TYPE = f"{MARKDOWN}; charset=utf-8"
FILE_NAME = "index.md"


def wants_markdown(request: HttpRequest) -> bool:
    """Return whether the `Accept` header prefers Markdown to HTML (RFC 9110, section 12.5.1)."""
    if MARKDOWN not in request.META.get("HTTP_ACCEPT", ""):
        return False
    return request.get_preferred_type(["text/html", MARKDOWN]) == MARKDOWN
