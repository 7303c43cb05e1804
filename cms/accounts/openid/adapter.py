"""Logging in through an OpenID Connect provider, for users that exist.

A login is linked to a user once, by an e-mail address that the provider has verified. From then
on the provider's own identifier (`sub`) decides, so changing an address changes no link.
"""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext

from cms.accounts.openid import confirmation


class OpenIdAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return False: administrators create accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link the login to its user, or refuse it; who may not open the admin is refused."""
        if confirmation.record(request, sociallogin):
            return
        if sociallogin.state.get("process") != "login":
            _refuse(request)
        is_linked = sociallogin.is_existing
        user: Any = sociallogin.user if is_linked else _user_by_verified_address(sociallogin)
        if user is None or not user.has_perm("wagtailadmin.access_admin"):
            _refuse(request)
        if not is_linked:
            sociallogin.connect(request, user)
        request.session.set_expiry(0)


def _user_by_verified_address(sociallogin: SocialLogin) -> Any:
    """Return the one user with an address that the provider has verified; None unless one."""
    addresses = [each.email for each in sociallogin.email_addresses if each.verified]
    if len(addresses) != 1:
        return None
    users = get_user_model()._default_manager.filter(email__iexact=addresses[0])[:2]
    return users[0] if len(users) == 1 else None


def _refuse(request: HttpRequest) -> NoReturn:
    messages.error(
        request, gettext("There is no account for this login. Contact an administrator.")
    )
    raise ImmediateHttpResponse(redirect("account_login"))
