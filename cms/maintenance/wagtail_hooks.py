"""Where Wagtail asks the flag."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from cms.maintenance.serving import notice_response
from cms.maintenance.state import Notice, public_state


@hooks.register("before_serve_page", order=-100)
def serve_notice(
    page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
) -> HttpResponse | None:
    """No page's own view runs while it is withheld, whatever route led to it."""
    state = public_state(page)
    return notice_response(page, state, request) if isinstance(state, Notice) else None
