"""The pages under maintenance, all in one list."""

from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from cms.maintenance.models import Maintenance
from cms.maintenance.switch import PERMISSION
from cms.maintenance.views import edit_url, switch_url


class SwitchedElsewhere(PermissionHelper):
    """Flags are set and ended on their page; here they are looked at."""

    def user_can_list(self, user: Any) -> bool:
        return bool(user.has_perm(PERMISSION))

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class MaintenanceAdmin(ModelAdmin):
    model: Any = Maintenance
    menu_label = "Under maintenance"
    menu_icon = "warning"
    menu_order: Any = 330
    permission_helper_class = SwitchedElsewhere
    list_display: Any = (
        "page_link",
        "state",
        "since",
        "end",
        "with_descendants",
        "set_by",
        "switch",
    )
    list_filter: Any = ("with_descendants", "set_by")
    search_fields: Any = ("page__title", "message", "note")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("page", "set_by")

    def page_link(self, flag: Maintenance) -> str:
        return format_html('<a href="{}">{}</a>', edit_url(flag.page), flag.page.title)

    def state(self, flag: Maintenance) -> str:
        now = timezone.now()
        if flag.start and flag.start > now:
            return "planned"
        return "over" if flag.end and flag.end <= now else "in force"

    def since(self, flag: Maintenance) -> Any:
        return flag.start or flag.set_at

    def switch(self, flag: Maintenance) -> str:
        return format_html('<a href="{}">Change or end</a>', switch_url(flag.page))

    page_link.short_description = "page"  # type: ignore[attr-defined]
