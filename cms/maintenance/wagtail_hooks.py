"""Where Wagtail asks the flag, and where editors meet it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail_modeladmin.options import modeladmin_register

from cms.maintenance.admin import MaintenanceAdmin
from cms.maintenance.models import Maintenance
from cms.maintenance.serving import notice_response
from cms.maintenance.state import Notice, public_state
from cms.maintenance.switch import ACTION_OFF, ACTION_ON
from cms.maintenance.views import may_switch, switch, switch_url

modeladmin_register(MaintenanceAdmin)


@hooks.register("before_serve_page", order=-100)
def serve_notice(
    page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
) -> HttpResponse | None:
    """No page's own view runs while it is withheld, whatever route led to it."""
    state = public_state(page)
    return notice_response(page, state, request) if isinstance(state, Notice) else None


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("maintenance/<int:page_id>/", switch, name="maintenance_switch")]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ACTION_ON, "Put under maintenance", "Page put under maintenance")
    actions.register_action(ACTION_OFF, "End maintenance", "Maintenance of the page ended")


class MaintenanceMenuItem(ActionMenuItem):
    """Leads to the flag; the draft in the editor is not touched."""

    label = "Maintenance…"
    name: Any = "action-maintenance"
    icon_name = "warning"

    def is_shown(self, context: Any) -> bool:
        page = context.get("page")
        return bool(page and page.pk and may_switch(context["request"].user, page))

    def get_url(self, parent_context: Any) -> str:
        return switch_url(parent_context["page"])


@hooks.register("register_page_action_menu_item")
def register_menu_item() -> MaintenanceMenuItem:
    return MaintenanceMenuItem(order=90)


@hooks.register("register_page_listing_more_buttons")
def register_listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if may_switch(user, page):
        yield Button("Maintenance…", switch_url(page), icon_name="warning", priority=60)


@hooks.register("before_edit_page")
def tell_editor(request: HttpRequest, page: Page) -> None:
    """A banner: since when, until when, by whom."""

    flag = Maintenance.objects.select_related("set_by").filter(page=page).first()
    if flag and request.method == "GET" and isinstance(public_state(page), Notice):
        until = f"until {flag.end:%d %B %Y %H:%M} UTC" if flag.end else "until somebody ends it"
        by = f", by {flag.set_by}" if flag.set_by else ""
        since = flag.start or flag.set_at
        messages.warning(
            request,
            f"Visitors see a notice instead of this page since {since:%d %B %Y %H:%M} UTC, "
            f"{until}{by}.",
            buttons=[messages.button(switch_url(page), "Change or end")],
        )
