"""Wagtail hooks of the accounts: second factors, the admin API and the editor's token."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
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
        "label": gettext("Second factors"),
        "help_text": gettext("Protect your account with an authenticator app or a passkey."),
    }


@hooks.register("insert_editor_js")
def refresh_csrf_token() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/session.js"))
