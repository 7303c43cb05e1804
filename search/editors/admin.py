"""Steering in the admin: four lists, each form with a look at its effect before it is saved."""

from typing import Any

from django.urls import reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import CreateView

from search.steering.models import BestBet, DeniedSuggestion, HiddenResult, SynonymRule

FILLED = ("terms", "queries", "text")
MAX_LENGTH = 500  # characters


class FilledCreateView(CreateView):
    """Starts with the values in the address, like `?terms=` of a link from the dashboard."""

    def get_instance(self) -> Any:
        instance = super().get_instance()
        if self.request.method == "GET" and not instance.pk:
            for name in FILLED:
                if hasattr(instance, name) and (value := self.request.GET.get(name)):
                    setattr(instance, name, value[:MAX_LENGTH])
        return instance


class SteeringAdmin(ModelAdmin):
    """An admin whose templates add a preview of the form's effect."""

    create_view_class = FilledCreateView

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
    panels = [
        FieldPanel("terms"),
        FieldRowPanel([FieldPanel("is_one_way"), FieldPanel("locale")]),
        FieldPanel("site"),
    ]


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
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldRowPanel([FieldPanel("locale"), FieldPanel("site")]),
    ]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("page")


class HiddenResultAdmin(SteeringAdmin):
    model: Any = HiddenResult
    menu_label = "Hidden results"
    menu_icon = "no-view"
    list_display: Any = ("__str__", "queries")
    search_fields: Any = ("queries",)
    panels = [FieldPanel("queries"), PageChooserPanel("page"), FieldPanel("site")]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("page")


class DeniedSuggestionAdmin(SteeringAdmin):
    model: Any = DeniedSuggestion
    menu_label = "Denied suggestions"
    menu_icon = "circle-xmark"
    list_display: Any = ("__str__",)
    search_fields: Any = ("text",)
    panels = [FieldPanel("text"), FieldPanel("site")]


class InsightItem(MenuItem):
    def __init__(
        self, label: str = "Insight", name: str = "search_insight", order: int = 1
    ) -> None:
        super().__init__(label, reverse_lazy(name), icon_name="view", order=order)

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("search.view_insight"))


class ExplainItem(InsightItem):
    def __init__(self) -> None:
        super().__init__("Explain", "search_explain", order=2)


class SteeringGroup(ModelAdminGroup):
    menu_label = "Site search"  # “Search” alone is Wagtail's search of the admin
    menu_icon = "sliders"
    menu_order = 340
    items = (SynonymAdmin, BestBetAdmin, HiddenResultAdmin, DeniedSuggestionAdmin)

    def get_submenu_items(self) -> list[Any]:
        """Return the items with the insights first, since these show what to steer."""
        return [InsightItem(), ExplainItem(), *super().get_submenu_items()]
