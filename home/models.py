"""The home page, and a plain page type."""

from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.content.page import BasePage, Panels
from home.listing import Listing, listing_context
from home.parts import parts_of, surrogate_keys
from home.schema import ListingFields


class HomePage(BasePage):
    """The root page of a site."""

    page_description = (
        "The first page of a site in one language: what visitors see first, and ways on."
    )
    page_picture = "img/page-types/home.svg"
    has_content_beside_body = True

    class Meta:
        verbose_name = _("home page")

    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent: int | None = 1  # type: ignore[assignment]
    template = "home/home_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        parts = parts_of(self, request)
        return context | {"parts": parts, "surrogate_keys": surrogate_keys(parts)}


class ContentPage(BasePage):
    """A plain page with a summary and a body."""

    page_description = "Text of any other kind, such as “About us” or a guide."
    page_picture = "img/page-types/page.svg"

    parent_page_types = ["home.HomePage", "home.ContentPage", "whatwedo.WhatWeDoPage"]
    subpage_types = ["home.ContentPage", "home.ListingPage", "contact.ContactPage"]
    template = "home/content_page.html"
    has_stored_html = True

    class Meta:
        verbose_name = _("page")


class Order(models.TextChoices):
    NEWEST = "-date", _("Newest")
    OLDEST = "date", _("Oldest")
    TITLE = "title", _("Title")


def page_types() -> list[tuple[str, str]]:
    """Return the choices of a page type; a callable, so that a new type needs no migration."""
    return [
        (model._meta.label, str(model._meta.verbose_name).capitalize())
        for model in apps.get_models()
        if issubclass(model, BasePage) and not model._meta.abstract
    ]


class ListingPage(BasePage):
    """Lists the pages that a stored search finds, with filters, paging and a feed."""

    page_description = "A list that keeps itself up to date, such as “Publications” or “News”."
    page_picture = "img/page-types/listing.svg"
    has_content_beside_body = True

    words = models.CharField(
        max_length=500,
        blank=True,
        help_text="Which pages, as in the search box, like topic:history. Left empty: all.",
    )
    listed_type = models.CharField(
        "page type", max_length=100, blank=True, choices=page_types, help_text="Left empty: any."
    )
    ordering = models.CharField(max_length=5, choices=Order.choices, default=Order.NEWEST)

    content_panels: Panels = [
        *BasePage.intro_panels,
        MultiFieldPanel(
            [
                FieldPanel("words"),
                FieldRowPanel([FieldPanel("listed_type"), FieldPanel("ordering")]),
            ],
            heading="The listed pages",
        ),
        *BasePage.body_panels,
    ]
    parent_page_types = ["home.HomePage", "home.ContentPage", "whatwedo.WhatWeDoPage"]
    subpage_types = ["home.ContentPage"]
    template = "home/listing_page.html"

    fields_schema = ListingFields

    class Meta:
        verbose_name = _("listing")

    def read_fields(self) -> ListingFields:
        return ListingFields(words=self.words, listed_type=self.listed_type, ordering=self.ordering)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        listing = Listing(
            self.pk,
            self.get_url(request) or "",
            self.words,
            self.listed_type,
            self.ordering,
            self.locale.language_code,
        )
        return super().get_context(request, *args, **kwargs) | listing_context(listing, request)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the page; no cache keeps it, since any page may come into the listing."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        if "public" in response["Cache-Control"]:
            response["Cache-Control"] = "no-cache"
        return response
