"""The response that shows a notice instead of a page."""

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
    """Return the seconds for a Retry-After header (RFC 9110, section 10.2.3), with jitter.

    They are those until the end of maintenance, or `RETRY_AFTER` if the end is not known.
    """
    wait = (until - now).total_seconds() if until else RETRY_AFTER
    return max(1, int(wait)) + random.randrange(JITTER)  # noqa: S311 not for security


def retry_after_now(until: datetime | None) -> int:
    return retry_after(until, timezone.now())


def with_retry_after(response: HttpResponse, until: datetime | None) -> HttpResponse:
    """Return the 503 response with a Retry-After header, and keep Django from logging it."""
    response["Retry-After"] = str(retry_after_now(until))
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


class ShowsNotice:
    """A mixin for page types with their own layout around a notice, such as a breadcrumb."""

    def get_notice_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return the template context of the layout around the notice."""
        return {}


def notice_response(page: Page, notice: Notice, request: HttpRequest) -> HttpResponse:
    """Return a 503 with the site's layout, breadcrumb and title, and none of the page's content."""
    layout = page.get_notice_context(request) if isinstance(page, ShowsNotice) else {}
    context = layout | {"page": page, "notice": notice}
    response = TemplateResponse(request, "maintenance/notice.html", context, status=503)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return with_retry_after(response, notice.until)
