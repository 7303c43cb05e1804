"""The list of failed changes in the admin."""

from wagtail.admin.panels import FieldPanel
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from cms.changes.models import FailedChange


class FailedChangePermissions(PermissionHelper):
    """Permission to view, retry and delete failed changes, which only the worker adds."""

    def user_can_create(self, user: object) -> bool:
        return False


@modeladmin_register
class FailedChangeAdmin(ModelAdmin):
    model = FailedChange
    menu_label = "Failed changes"
    menu_icon = "warning"
    add_to_settings_menu = True
    permission_helper_class = FailedChangePermissions
    list_display = ("__str__", "page_id", "error", "failed_at", "retry")
    list_filter = ("reader", "kind", "retry")
    search_fields = ("error", "reader")
    panels = [
        FieldPanel("retry", help_text="Select and save to have the worker try again."),
        *(
            FieldPanel(name, read_only=True)
            for name in (
                *("reader", "kind", "page_id", "subtree", "object_type", "object_id"),
                *("changed_at", "error"),
            )
        ),
    ]
