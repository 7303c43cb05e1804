"""The middleware that sends users who need a second factor to its set-up."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext
from wagtail.permissions import page_permission_policy

TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What stays open without a second factor: everything needed to set one up, and the way out.
OPEN_VIEWS = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_confirm_by_openid",
    "openid_connect_callback",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}


def may_publish(user: Any) -> bool:
    return bool(user.is_superuser or page_permission_policy.user_has_permission(user, "publish"))


def has_passed(request: HttpRequest) -> bool:
    """Return whether this session logged in with a second factor; costs no query."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record["method"] == "mfa" for record in records)


class SecondFactorMiddleware(MiddlewareMixin):
    """Keeps users who may publish out of the admin until they have a second factor.

    Only with `REQUIRE_SECOND_FACTOR`; costs a query or two while the user has not logged in with
    a second factor, and none afterwards.
    """

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not settings.REQUIRE_SECOND_FACTOR or not request.path.startswith("/admin/"):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_VIEWS or name.startswith("mfa_") or not request.user.is_authenticated:
            return None
        user = request.user
        if has_passed(request) or not may_publish(user) or is_mfa_enabled(user, TYPES):
            return None
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseForbidden(
                gettext("Set up a second factor first."), content_type="text/plain; charset=utf-8"
            )
        messages.warning(
            request, gettext("Set up a second factor: your account may publish pages.")
        )
        return redirect("mfa_index")
