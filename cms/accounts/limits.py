"""Limits on requests that guess secrets or send mails, except the log-in."""

from http import HTTPStatus
from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.deprecation import MiddlewareMixin

from cms.throttling.attempts import AttemptLimit
from cms.throttling.throttle import Allowance

shared_passwords = AttemptLimit("shared-password", limit=10, window=300)
LIMITS = {
    "wagtailadmin_password_reset": AttemptLimit("password-reset", limit=5, window=900),
    "wagtailadmin_password_reset_confirm": AttemptLimit("new-password", limit=10, window=900),
    "wagtailcore_authenticate_with_password": shared_passwords,
    "wagtaildocs_authenticate_with_password": shared_passwords,
}


class AttemptLimitMiddleware(MiddlewareMixin):
    """Counts POST requests to the views of `LIMITS`; one too many gets 429.

    Must come before `AtomicChangesMiddleware`, whose transaction would undo the count.
    """

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.method != "POST" or request.resolver_match is None:
            return None
        limit = LIMITS.get(request.resolver_match.view_name)
        allowance = limit.take(request) if limit else None
        return too_many(request, allowance) if allowance and allowance.is_spent else None


def too_many(request: HttpRequest, allowance: Allowance) -> HttpResponse:
    """Return a 429 page with the time of the next attempt."""
    response = TemplateResponse(
        request,
        "accounts/too_many_attempts.html",
        {"minutes": -(-allowance.seconds // 60)},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    response["Cache-Control"] = "private, no-store"
    allowance.add_headers(response)
    return response.render()


def locked_out(request: HttpRequest, response: object, credentials: object) -> HttpResponse:
    """Return the page for log-ins that django-axes refuses, status 429."""
    cool_off = get_cool_off(request)
    seconds = round(cool_off.total_seconds()) if cool_off else 0
    return too_many(request, Allowance(0, -1, seconds, seconds))
