"""The home page, and a plain page type."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.content.listing import tiles
from cms.content.page import BasePage


class HomePage(BasePage):
    """The root page of a site."""

    class Meta:
        verbose_name = _("home page")

    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent: int | None = 1  # type: ignore[assignment]
    template = "home/home_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"children": tiles(self.get_children().live().specific(), request)}


class ContentPage(BasePage):
    """A plain page with a summary and a body."""

    parent_page_types = ["home.HomePage", "home.ContentPage", "whatwedo.WhatWeDoPage"]
    subpage_types = ["home.ContentPage"]
    template = "home/content_page.html"

    class Meta:
        verbose_name = _("page")
