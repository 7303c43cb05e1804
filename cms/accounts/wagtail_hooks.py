"""The rooms of the accounts in the admin."""

from typing import Any

from wagtail import hooks

from cms.accounts.admin_api import PermittedDocuments, PermittedImages


@hooks.register("construct_admin_api", order=1000)
def guard_admin_api(router: Any) -> None:
    """Replace the endpoints that Wagtail has registered by those that check permissions."""
    router.register_endpoint("documents", PermittedDocuments)
    router.register_endpoint("images", PermittedImages)
