"""Confirm an open session through the OpenID Connect provider.

Users who log in only there have no password here. The provider is sent `prompt=login`, so an
open session at the provider is not enough.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from cms.accounts.openid.provider import PROVIDER_ID, is_enabled

METHOD = "openid"
STATE = "confirmation"
"""The key in allauth's state that marks a redirect as a confirmation."""


@never_cache
def confirm_by_openid(request: HttpRequest) -> HttpResponseBase:
    """Return the confirmation page; POST redirects to the provider. 404 for unlinked users."""
    if not is_linked(request.user):
        raise Http404
    target = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, request.get_host(), request.is_secure()):
        target = "/admin/"
    if request.method != "POST":
        return render(request, "allauth/confirm_by_openid.html", {"next": target})
    provider: Any = get_adapter(request).get_provider(request, PROVIDER_ID)
    response: HttpResponseBase = provider.redirect(
        request,
        process=AuthProcess.REDIRECT,
        next_url=target,
        auth_params={"prompt": "login"},
        **{STATE: True},
    )
    return response


def is_linked(user: Any) -> bool:
    """Return whether the user can confirm through the provider; one query if it is configured."""
    return is_enabled() and SocialAccount.objects.filter(user=user).exists()


def record(request: HttpRequest, sociallogin: SocialLogin) -> bool:
    """Record the confirmation if the session's user has logged in; return whether it is one."""
    if not sociallogin.state.get(STATE) or not sociallogin.is_existing:
        return False
    if not request.user.is_authenticated or sociallogin.user != request.user:
        return False
    record_authentication(request, request.user, METHOD, reauthenticated=True)
    return True


def has_confirmed(request: HttpRequest) -> bool:
    """Return whether the user has confirmed through the provider recently; costs no query."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    at = max((each["at"] for each in records if each["method"] == METHOD), default=0)
    return bool(time.time() - at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
