"""Wagtail hooks that serve notices instead of pages, and add maintenance to the admin."""

from collections.abc import Callable, Iterator
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

from cms.maintenance.admin.banner import banner, flag_in_force
from cms.maintenance.admin.bulk import MaintenanceBulkAction
from cms.maintenance.admin.listing import MaintenanceAdmin
from cms.maintenance.admin.views import can_switch, switch, switch_url
from cms.maintenance.serving import notice_response
from cms.maintenance.state import notice_on
from cms.maintenance.switch import ACTION_OFF, ACTION_ON

Serve = Callable[[Page, HttpRequest, list[Any], dict[str, Any]], HttpResponse]

modeladmin_register(MaintenanceAdmin)
hooks.register("register_bulk_action", MaintenanceBulkAction)


@hooks.register("on_serve_page", order=100)
def serve_notice(serve: Serve) -> Serve:
    """Serve the notice instead of the page, on every route to it.

    The hook runs after Wagtail's check of view restrictions; visitors who pass it get the notice.
    """

    def serve_or_notice(
        page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse:
        notice = notice_on(page)
        return (
            notice_response(page, notice, request) if notice else serve(page, request, args, kwargs)
        )

    return serve_or_notice


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("maintenance/<int:page_id>/", switch, name="maintenance_switch")]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ACTION_ON, "Put under maintenance", "Page put under maintenance")
    actions.register_action(ACTION_OFF, "End maintenance", "Maintenance of the page ended")


class MaintenanceMenuItem(ActionMenuItem):
    """Menu item that opens the form for maintenance; it does not save the draft."""

    label = "Maintenance…"
    name: Any = "action-maintenance"
    icon_name = "warning"

    def is_shown(self, context: Any) -> bool:
        page = context.get("page")
        return bool(page and page.pk and can_switch(context["request"].user, page))

    def get_url(self, parent_context: Any) -> str:
        return switch_url(parent_context["page"])


@hooks.register("register_page_action_menu_item")
def register_menu_item() -> MaintenanceMenuItem:
    return MaintenanceMenuItem(order=90)


@hooks.register("register_page_listing_more_buttons")
def register_listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if can_switch(user, page):
        yield Button("Maintenance…", switch_url(page), icon_name="warning", priority=60)


@hooks.register("before_edit_page")
def warn_editor(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and (flag := flag_in_force(page)):
        link = messages.button(switch_url(flag.page), "Change or end")
        messages.warning(request, banner(flag, page), buttons=[link])
