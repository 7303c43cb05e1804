"""The rooms of the accounts in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from cms.accounts.admin_api import PermittedDocuments, PermittedImages


@hooks.register("construct_admin_api", order=1000)
def guard_admin_api(router: Any) -> None:
    """Replace the endpoints that Wagtail has registered by those that check permissions."""
    router.register_endpoint("documents", PermittedDocuments)
    router.register_endpoint("images", PermittedImages)


@hooks.register("register_account_menu_item")
def link_second_factors(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("mfa_index"),
        "label": "Second factors",
        "help_text": "Protect your account with an authenticator app or a passkey.",
    }
