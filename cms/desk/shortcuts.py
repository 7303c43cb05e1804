"""The panel of the admin's first page with what an editor often starts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.images import get_image_model
from wagtail.models import Site
from wagtail.permissions import page_permission_policy, policy_registry

from cms.desk.report import URL_NAME
from cms.desk.translations.views import OVERVIEW


@dataclass(frozen=True, slots=True)
class Shortcut:
    title: str
    url: str
    icon: str


class ShortcutsPanel(Component):
    """Links to what this user may start, after the panels of what needs attention."""

    order = 900
    template_name = "desk/shortcuts.html"

    def __init__(self, request: HttpRequest) -> None:
        self.shortcuts = list(_shortcuts(request))

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"shortcuts": self.shortcuts}


def _shortcuts(request: HttpRequest) -> Iterator[Shortcut]:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site and site.root_page.permissions_for_user(request.user).can_add_subpage():
        address = reverse("wagtailadmin_pages:add_subpage", args=[site.root_page_id])
        yield Shortcut("Add a page", address, "doc-empty")
    images = policy_registry.get_by_type(get_image_model())
    if images.user_has_permission(request.user, "add"):
        yield Shortcut("Add images", reverse("wagtailimages:add_multiple"), "image")
    if page_permission_policy.user_has_any_permission(request.user, ("add", "change", "publish")):
        yield Shortcut("Check the content", reverse(URL_NAME), "check")
        yield Shortcut("Compare translations", reverse(OVERVIEW), "globe")
    yield Shortcut("View the site", "/", "view")
