"""Changes that a reader could not take, for those who look after the site."""

from wagtail.admin.panels import FieldPanel
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from cms.changes.models import SetAside


class NothingToAdd(PermissionHelper):
    """Readers add these, people only look, have them retried, or dismiss them."""

    def user_can_create(self, user: object) -> bool:
        return False


@modeladmin_register
class SetAsideAdmin(ModelAdmin):
    model = SetAside
    menu_label = "Changes set aside"
    menu_icon = "warning"
    add_to_settings_menu = True
    permission_helper_class = NothingToAdd
    list_display = ("__str__", "page_id", "error", "set_aside_at", "retry")
    list_filter = ("reader", "kind", "retry")
    search_fields = ("error", "reader")
    panels = [
        FieldPanel("retry", help_text="Tick and save to have the worker try it again."),
        *(
            FieldPanel(name, read_only=True)
            for name in ("reader", "kind", "page_id", "subtree", "changed_at", "error")
        ),
    ]
