"""Page types of the Federation of River Ports: news, events, and the page that lists them."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page
from wagtail.search import index

from cms.content.images import ImageJson, image_json
from cms.content.listing import tiles
from cms.content.page import BasePage, Panels
from cms.content.schema import PageFields, PersonJson
from cms.directory.models import Person
from cms.maintenance.state import Content, public_state
from examples.federation.front_matter import Authors


class NewsFields(PageFields):
    authors: list[PersonJson]
    image: ImageJson | None


class EventFields(PageFields):
    """`ends_on` is null for an event of one day."""

    starts_on: datetime.date
    ends_on: datetime.date | None
    place: str


class NewsroomPage(BasePage):
    """News and events, the newest first; `?kind=` and `?author=` narrow the list."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["federation.NewsPage", "federation.EventPage"]
    template = "federation/newsroom_page.html"

    class Meta:
        verbose_name = "list of news and events"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        kind, author = request.GET.get("kind", ""), request.GET.get("author", "")
        pages = list(self.get_children().live().specific())
        readable = [page for page in pages if isinstance(public_state(page), Content)]
        if kind or author:  # only what is readable may be found by what it says
            pages = [page for page in readable if _matches(page, kind, author)]
        pages.sort(key=lambda page: page.public_date or datetime.date.min, reverse=True)
        names = {
            each.name
            for page in readable
            if isinstance(page, NewsPage)
            for each in page.authors.all()
        }
        return super().get_context(request, *args, **kwargs) | {
            "listed": tiles(pages, request),
            "kinds": [("news", "News", kind == "news"), ("event", "Events", kind == "event")],
            "authors": [(name, name == author) for name in sorted(names)],
        }


def _matches(page: Page, kind: str, author: str) -> bool:
    is_kind = not kind or isinstance(page, NewsPage if kind == "news" else EventPage)
    by = page.authors.all() if isinstance(page, NewsPage) else ()
    return is_kind and (not author or author in {each.name for each in by})


class NewsPage(BasePage):
    """Something that happened, with its authors and a picture."""

    authors = ParentalManyToManyField(Person, blank=True, related_name="+")
    image = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    content_panels: Panels = [
        *BasePage.intro_panels,
        FieldPanel("authors"),
        FieldPanel("image"),
        *BasePage.body_panels,
    ]
    parent_page_types = ["federation.NewsroomPage"]
    subpage_types = []
    template = "federation/news_page.html"

    class Meta:
        verbose_name = "news"

    import_fields = {**BasePage.import_fields, "authors": Authors()}
    search_prefetch = ("authors",)

    def searchable_text(self) -> Iterator[str]:
        for each in self.authors.all():
            yield each.name

    fields_schema = NewsFields
    fields_select = ("image",)
    fields_prefetch = ("authors__country",)

    def read_fields(self) -> NewsFields:
        return NewsFields(
            authors=[PersonJson.of(each) for each in self.authors.all()],
            image=image_json(self.image, self.image.description) if self.image else None,
        )


class EventPage(BasePage):
    """Something that will happen: when, and where."""

    starts_on = models.DateField()
    ends_on = models.DateField(
        null=True, blank=True, help_text="Leave empty for an event of one day."
    )
    place = models.CharField(max_length=200, blank=True)

    content_panels: Panels = [
        *BasePage.intro_panels,
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("place"),
        *BasePage.body_panels,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("place")]
    parent_page_types = ["federation.NewsroomPage"]
    subpage_types = []
    template = "federation/event_page.html"

    class Meta:
        verbose_name = "event"

    fields_schema = EventFields

    def read_fields(self) -> EventFields:
        return EventFields(starts_on=self.starts_on, ends_on=self.ends_on, place=self.place)
