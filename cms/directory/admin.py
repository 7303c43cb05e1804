"""The admin of members and people."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from wagtail_modeladmin.options import ModelAdmin

from cms.directory.models import MemberState, Person
from cms.directory.usage import GuardedDeleteView, UsageInspectView
from cms.directory.vocabulary import lazy_word


class UsedRecordAdmin(ModelAdmin):
    """Base for records that pages use, with a list of uses that prevents deletion."""

    inspect_view_enabled = True
    inspect_view_class = UsageInspectView
    inspect_template_name = "modeladmin/directory/inspect.html"
    delete_view_class = GuardedDeleteView
    add_to_reference_index = True


class DirectoryAdmin(UsedRecordAdmin):
    """Base of members and people, with CSV import and export."""

    @property
    def csv_url(self) -> str:
        return reverse("directory_csv", args=[self.model._meta.model_name])


class MemberStateAdmin(DirectoryAdmin):
    model: Any = MemberState
    menu_label: Any = lazy_word("members")
    menu_icon = "globe"
    menu_order: Any = 300
    list_display: Any = ("name", "flag_image", "iso_code", "joined_on", "representative")
    list_display_add_buttons: Any = "name"
    search_fields: Any = ("name", "official_name", "iso_code")

    def flag_image(self, state: MemberState) -> str:
        if state.flag is None:
            return ""
        return format_html('<img src="{}" alt="" width="36">', state.flag.file.url)

    flag_image.short_description = "flag"  # type: ignore[attr-defined]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("flag", "representative")


class PersonAdmin(DirectoryAdmin):
    model: Any = Person
    menu_label = "People"
    menu_icon = "group"
    menu_order: Any = 310
    list_display: Any = ("name", "honorific", "title", "country")
    list_filter: Any = ("country",)
    search_fields: Any = ("name", "title")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("country")
