"""The settings of sites in the admin."""

from typing import Any

from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from cms.sites.models import SiteSettings


class SiteSettingsAdmin(ModelAdmin):
    model: Any = SiteSettings
    menu_label = "Site settings"
    menu_icon = "cogs"
    add_to_settings_menu = True
    list_display: Any = ("__str__", "name")
    list_filter: Any = ("site", "language")
    add_to_reference_index = True

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("site")


modeladmin_register(SiteSettingsAdmin)
