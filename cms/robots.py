"""Paths that crawlers should not visit, and the address of the sitemap."""

from django.http import HttpRequest, HttpResponse
from wagtail.models import Site

DISALLOWED = ("/admin/", "/search/", "/api/")


def robots(request: HttpRequest) -> HttpResponse:
    """Return the robots.txt (RFC 9309)."""
    site = Site.find_for_request(request)
    root = site.root_url if site else request.build_absolute_uri("/").rstrip("/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in DISALLOWED)]
    lines += ["", f"Sitemap: {root}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
