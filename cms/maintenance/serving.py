"""The notice that stands in a page's place."""

import random
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.models import Page

from cms.maintenance.state import Notice

RETRY_AFTER = 600  # seconds, where no end is known
JITTER = 120  # seconds, so that clients do not all return at once


def retry_after(until: datetime | None, now: datetime) -> int:
    """Seconds to wait, RFC 9110 section 10.2.3: up to the end, or a while; a little spread."""
    wait = (until - now).total_seconds() if until else RETRY_AFTER
    return max(1, int(wait)) + random.randrange(JITTER)  # noqa: S311 a spread, no secret


def retry_after_now(until: datetime | None) -> int:
    return retry_after(until, timezone.now())


def planned(response: HttpResponse, until: datetime | None) -> HttpResponse:
    """A 503 that says when to return, and is no failure for Django to log."""
    response["Retry-After"] = str(retry_after_now(until))
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


class ShowsNotice:
    """Mixed into page types: what stands around a notice."""

    def get_notice_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the template shows around the page while its content is withheld."""
        return {}


def notice_response(page: Page, notice: Notice, request: HttpRequest) -> HttpResponse:
    """503 with the site's layout, breadcrumb and title, and nothing of the page's content."""
    around = page.get_notice_context(request) if isinstance(page, ShowsNotice) else {}
    context = around | {"page": page, "notice": notice}
    response = TemplateResponse(request, "maintenance/notice.html", context, status=503)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return planned(response, notice.until)
