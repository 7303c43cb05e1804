"""Steering in the admin: four lists, each form with a look at its effect before it is saved."""

from typing import Any

from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from search.steering.models import BestBet, DeniedSuggestion, HiddenResult, SynonymRule


class SteeringAdmin(ModelAdmin):
    """`form_view_extra` adds the address at which the form's effect is shown."""

    create_template_name = "search/admin/create.html"
    edit_template_name = "search/admin/edit.html"
    history_view_enabled = False


class SynonymAdmin(SteeringAdmin):
    model: Any = SynonymRule
    menu_label = "Synonyms"
    menu_icon = "link"
    list_display: Any = ("__str__", "locale", "is_one_way")
    list_filter: Any = ("locale",)
    search_fields: Any = ("terms",)
    panels = [FieldPanel("terms"), FieldRowPanel([FieldPanel("is_one_way"), FieldPanel("locale")])]


class BestBetAdmin(SteeringAdmin):
    model: Any = BestBet
    menu_label = "Best bets"
    menu_icon = "pick"
    list_display: Any = ("__str__", "queries", "locale", "starts_on", "ends_on")
    list_filter: Any = ("locale",)
    search_fields: Any = ("queries", "title", "url")
    panels = [
        FieldPanel("queries"),
        PageChooserPanel("page"),
        FieldPanel("url"),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("locale")]),
    ]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("page")


class HiddenResultAdmin(SteeringAdmin):
    model: Any = HiddenResult
    menu_label = "Hidden results"
    menu_icon = "no-view"
    list_display: Any = ("__str__", "queries")
    search_fields: Any = ("queries",)
    panels = [FieldPanel("queries"), PageChooserPanel("page")]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("page")


class DeniedSuggestionAdmin(SteeringAdmin):
    model: Any = DeniedSuggestion
    menu_label = "Denied suggestions"
    menu_icon = "circle-xmark"
    list_display: Any = ("__str__",)
    search_fields: Any = ("text",)
    panels = [FieldPanel("text")]


class SteeringGroup(ModelAdminGroup):
    menu_label = "Search"
    menu_icon = "search"
    menu_order = 340
    items = (SynonymAdmin, BestBetAdmin, HiddenResultAdmin, DeniedSuggestionAdmin)
