"""The list of pages under maintenance in the admin."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from wagtail_modeladmin.options import ModelAdmin

from cms.maintenance.admin.banner import format_time
from cms.maintenance.admin.views import edit_url, switch_url
from cms.maintenance.models import LONG, Maintenance
from cms.maintenance.switch import PERMISSION
from cms.read_only import ReadOnlyPermissions


class FlagPermissions(ReadOnlyPermissions):
    """Permissions of the list: flags are set and ended on their page."""

    def user_can_list(self, user: Any) -> bool:
        return bool(user.has_perm(PERMISSION))


class StateFilter(SimpleListFilter):
    """Filters flags in force, planned, or in force for more than 48 hours."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", "in force"), ("long", "for more than 48 hours"), ("planned", "planned")]

    def queryset(self, request: Any, queryset: Any) -> Any:
        now = timezone.now()
        begun = (Q(start=None) | Q(start__lte=now)) & (Q(end=None) | Q(end__gt=now))
        conditions = {
            "now": begun,
            "long": begun & Q(set_at__lt=now - LONG) & (Q(start=None) | Q(start__lt=now - LONG)),
            "planned": Q(start__gt=now),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


class MaintenanceAdmin(ModelAdmin):
    model: Any = Maintenance
    menu_label = "Under maintenance"
    menu_icon = "warning"
    menu_order: Any = 330
    permission_helper_class = FlagPermissions
    list_display: Any = (
        "page_link",
        "state",
        "window",
        "set_by",
        "note",
        "switch",
    )
    list_filter: Any = (StateFilter, "with_descendants", "set_by")
    search_fields: Any = ("page__title", "message", "note")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("page", "set_by")

    def page_link(self, flag: Maintenance) -> str:
        below = " and the pages below it" if flag.with_descendants else ""
        return format_html('<a href="{}">{}</a>{}', edit_url(flag.page), flag.page.title, below)

    def state(self, flag: Maintenance) -> str:
        now = timezone.now()
        if flag.is_long(now):
            return "in force for more than 48 hours: search engines drop it"
        if flag.is_in_force(now):
            return "in force"
        return "over" if flag.is_over(now) else "planned"

    def window(self, flag: Maintenance) -> str:
        until = format_time(flag.end) if flag.end else "it is ended"
        return f"{format_time(flag.since)} until {until}"

    def switch(self, flag: Maintenance) -> str:
        """Return buttons that end it, through a form of the template, and that change it."""
        return format_html(
            '<button class="button button-small" form="end-maintenance" formaction="{url}" '
            'name="off" value="1" aria-label="End maintenance of {title}">End now</button> '
            '<a class="button button-small button-secondary" href="{url}">Change</a>',
            url=switch_url(flag.page),
            title=flag.page.title,
        )

    page_link.short_description = "page"  # type: ignore[attr-defined]
    window.short_description = "from, until"  # type: ignore[attr-defined]
    window.admin_order_field = "end"  # type: ignore[attr-defined]
