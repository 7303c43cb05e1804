"""Confirmations: actions for which an open session needs the password or second factor again."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext

from cms.accounts.openid import confirmation as openid_confirmation

# Views that need a confirmation to open; allauth's views for second factors check it themselves.
CONFIRMED_VIEWS = {
    "delivery_deliverykey_modeladmin_create",
    "delivery_deliverykey_modeladmin_edit",
    "delivery_deliverykey_modeladmin_delete",
    "wagtailusers_api_tokens:add",
    "wagtailusers_api_tokens:edit",
    "wagtailusers_api_tokens:delete",
}
ACCOUNT, EMAIL_FIELD = "wagtailadmin_account", "name_email-email"


class ConfirmationMiddleware(MiddlewareMixin):
    """Leads to the confirmation first; it holds for `ACCOUNT_REAUTHENTICATION_TIMEOUT`."""

    def process_view(
        self, request: HttpRequest, view: object, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        changes_email = name == ACCOUNT and _changes_email(request)
        if not (name in CONFIRMED_VIEWS or changes_email):
            return None
        user = request.user
        if not user.has_perm("wagtailadmin.access_admin") or has_confirmed(request):
            return None
        if changes_email:
            messages.warning(request, gettext("Confirm it is you, then change the address."))
        target = {"next": request.get_full_path()}
        methods = get_adapter(request).get_reauthentication_methods(user)
        url = methods[0]["url"] if methods else reverse("account_reauthenticate")
        return redirect(f"{url}?{urlencode(target)}")


def has_confirmed(request: HttpRequest) -> bool:
    """Return whether the user has confirmed the session recently, in any way."""
    return did_recently_reauthenticate(request) or openid_confirmation.has_confirmed(request)


def _changes_email(request: HttpRequest) -> bool:
    new = request.POST.get(EMAIL_FIELD) if request.method == "POST" else None
    return new is not None and request.user.is_authenticated and new != request.user.email
