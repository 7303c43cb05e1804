"""The abstract base of all page types."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language_from_path
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Locale, Page
from wagtail.search import index

from cms.caching.lookups import cached_until_change
from cms.content.addresses import language_roots, overrides_route, page_below
from cms.content.blocks.field import BodyField
from cms.content.blocks.prose import resolve
from cms.content.blocks.stream import stream_headings
from cms.content.checks.panel import ChecksPanel
from cms.content.importer.picture import Picture
from cms.content.interface import PageInterface
from cms.content.layout.chrome import breadcrumb, languages
from cms.content.layout.section import pages_around, section
from cms.content.models import Topic
from cms.content.tags import TagSelect
from cms.maintenance.former_addresses import could_be_known
from cms.maintenance.serving import notice_response
from cms.maintenance.state import Content, Nothing, Notice, notice_on, public_state
from cms.media.pictures import picture_of
from cms.sites.texts import preview_url

SUMMARY_LENGTH = 320
# Shared caches revalidate each time, so that notices are seen at once.
PUBLIC, PRIVATE = "public, no-cache", "private, no-store"
AS_VISITORS, HEADLESS = "visitors", "headless"  # preview modes


def _read_locale_ids(_: None) -> dict[str, int]:
    return dict(Locale.objects.values_list("language_code", "pk"))


_locale_ids = cached_until_change(_read_locale_ids)
"""Return the ids of locales by language code."""

Panels = list[Any]  # Wagtail does not type its panels


class BasePage(PageInterface, Page):
    """A page with a summary, topics, public dates and a body of typed blocks."""

    summary = models.TextField(
        max_length=SUMMARY_LENGTH,
        blank=True,
        help_text="One or two sentences for listings, search results and link previews.",
    )
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="+", help_text="What the page is about."
    )
    date = models.DateField(
        "public date",
        null=True,
        blank=True,
        help_text="For visitors and sorting. Leave empty for the day of first publication.",
    )
    reviewed_on = models.DateField(
        null=True, blank=True, help_text="When the page was last reviewed."
    )
    social_image = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="picture",
        help_text="Shown at the head of the page, on its card and where it is shared.",
    )
    body = BodyField()

    intro_panels: Panels = [*Page.content_panels, FieldPanel("summary")]
    """The panels of title and summary; page types add others between them and `body_panels`."""
    body_panels: Panels = [FieldPanel("body"), ChecksPanel(heading="Content checks")]
    content_panels: Panels = [*intro_panels, *body_panels]
    promote_panels: Panels = [
        MultiFieldPanel(
            [
                FieldPanel("topics", widget=TagSelect),
                FieldRowPanel([FieldPanel("date"), FieldPanel("reviewed_on")]),
                FieldPanel("social_image"),
            ],
            heading="About this page",
        ),
        *Page.promote_panels,
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    import_fields = {"picture": Picture()}

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Return the page for the remaining path components; raise Http404 if there is none.

        The pages on the way are not read, unless a page type overrides `route`.

        If the root page of the language in the URL is missing or a draft, Wagtail starts at that of
        the default language. This would show pages of another language there, and hide pages below
        a draft, which are public elsewhere in the tree.
        """
        language = get_language_from_path(request.path_info) if self.depth == 2 else None
        if language and self.locale_id != (locale := _locale_ids(None).get(language)):
            root = language_roots(self).filter(locale_id=locale).first()
            if root is None:
                raise Http404
            return root.specific.route(request, path_components)
        if not path_components or overrides_route(BasePage.route):
            return super().route(request, path_components)
        page = page_below(self, path_components)
        if page is None:
            raise Http404
        return page.route(request, [])

    def get_route_paths(self) -> list[str]:
        """Return the routes that get a redirect when the page moves.

        Empty for an address that was not public: a redirect would make it known.
        """
        paths: list[str] = super().get_route_paths()
        return paths if could_be_known(self) else []

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the page with `Cache-Control` for a public or a private page."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        is_public = isinstance(public_state(self), Content)
        response["Cache-Control"] = PUBLIC if is_public else PRIVATE
        return response

    @property
    def status_string(self) -> str:
        """Return Wagtail's status for listings, and whether the page is under maintenance."""
        status = super().status_string
        return f"{status} + under maintenance" if notice_on(self) else status

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        modes = [("", "Content"), (AS_VISITORS, "What visitors see now")]
        return [*modes, (HEADLESS, "Other front end")] if preview_url(self) else modes

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Return the draft, or what visitors see now: the notice, the published page or nothing."""
        if mode_name == HEADLESS:
            elsewhere: HttpResponse = import_string(settings.HEADLESS_PREVIEW)(self, request)
            return elsewhere
        if mode_name != AS_VISITORS:
            draft: HttpResponse = super().serve_preview(request, mode_name)
            return draft
        page: Page | None = type(self).objects.filter(pk=self.pk).first()
        state = public_state(page) if page else Nothing()
        if page is None or isinstance(state, Nothing):
            return TemplateResponse(request, "content/not_public.html", {"page": self})
        if isinstance(state, Notice):
            return notice_response(page, state, request)
        published: HttpResponse = page.serve(request)
        return published

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        resolve(self.body)
        return (
            context
            | self.get_notice_context(request)
            | {
                "contents": stream_headings(self.body),
                "topics": self.topics.all(),
                "picture": picture_of(self.social_image),
            }
        )

    def get_notice_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return breadcrumb, languages and section, which are also shown around a notice."""
        around = pages_around(self)
        return {
            "breadcrumb": breadcrumb(self, request, around.above),
            "languages": languages(self, request),
            "section": section(self, request, around),
        }

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the page's entries in the sitemap; empty if the page is not public now."""
        if not isinstance(public_state(self), Content):
            return []
        urls: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return urls

    @property
    def public_date(self) -> datetime.date | None:
        """Return the date that visitors see: the editor's, or that of the first publication."""
        if self.date:
            return self.date
        published = self.first_published_at
        return timezone.localdate(published) if published else None

    @property
    def updated_on(self) -> datetime.date | None:
        """Return the day of the last publication, unless it is that of the first one."""
        if not (self.first_published_at and self.last_published_at):
            return None
        first, last = map(timezone.localdate, (self.first_published_at, self.last_published_at))
        return last if last > first else None
