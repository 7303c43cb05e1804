"""Confirmations: actions for which an open session needs the password or second factor again."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

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
        if not user.has_perm("wagtailadmin.access_admin") or did_recently_reauthenticate(request):
            return None
        if changes_email:
            messages.warning(request, "Confirm your identity, then change the address.")
        target = {"next": request.get_full_path()}
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode(target)}")


def _changes_email(request: HttpRequest) -> bool:
    new = request.POST.get(EMAIL_FIELD) if request.method == "POST" else None
    return new is not None and request.user.is_authenticated and new != request.user.email
