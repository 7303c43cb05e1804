"""Wagtail hooks of the desk: look, page views, file lists, content checks and home panels."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.content.checks.inspection import untranslated_language
from cms.content.page import BasePage
from cms.desk.choosers import with_status
from cms.desk.home_panels import panels
from cms.desk.media_lists import DocumentListView, ImageListView
from cms.desk.page_views import AdminPageViewSet
from cms.desk.pasting import pasted
from cms.desk.report import URL_NAME, report, results
from cms.desk.shortcuts import ShortcutsPanel
from cms.desk.translations import views as translations
from cms.desk.translations.sources import source_of
from cms.desk.translations.xliff import views as xliff


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("pages/pasted/", pasted, name="pasted_blocks"),
        path("reports/content-checks/", report, name=URL_NAME),
        path("reports/content-checks/results/", results, name=f"{URL_NAME}_results"),
        path("reports/translations/", translations.overview, name=translations.OVERVIEW),
        path(
            "translations/<int:page_id>/",
            translations.side_by_side,
            name=translations.SIDE_BY_SIDE,
        ),
        path("translations/<int:page_id>/xliff/", xliff.exchange, name=xliff.XLIFF),
    ]


@hooks.register("register_admin_viewset", order=100)  # after Wagtail's, which it replaces
def register_page_views() -> AdminPageViewSet:
    return AdminPageViewSet()


@hooks.register("after_publish_page")
def warn_of_copied_text(request: HttpRequest, page: Page) -> None:
    specific = page.specific
    if isinstance(specific, BasePage) and (name := untranslated_language(specific)):
        title = page.get_admin_display_title()
        messages.warning(
            request,
            f"“{title}” is published for readers of {page.locale.get_display_name()}, but most "
            f"of its text is in {name}. Translate it, or unpublish the page.",
        )


@hooks.register("insert_editor_js")
def paste_blocks() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/paste.js"))


@hooks.register("insert_global_admin_css")
def add_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's lists at these addresses
def register_media_lists() -> list[URLPattern]:
    images, documents = ImageListView.as_view, DocumentListView.as_view
    return [
        path("images/", images(), name="image_list"),
        path("images/results/", images(results_only=True), name="image_list_results"),
        path("documents/", documents(), name="document_list"),
        path("documents/results/", documents(results_only=True), name="document_list_results"),
    ]


@hooks.register("construct_page_chooser_queryset")
def read_status(pages: Any, request: HttpRequest) -> Any:
    return with_status(pages)


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return MenuItem("Content checks", reverse(URL_NAME), icon_name="check", order=500)


@hooks.register("register_reports_menu_item")
def register_translations() -> MenuItem:
    return MenuItem("Translations", reverse(translations.OVERVIEW), icon_name="globe", order=510)


@hooks.register("register_page_header_buttons")
def side_by_side_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from the editor of a translation to its source beside it."""
    if view_name == "edit" and source_of(page) and page.permissions_for_user(user).can_edit():
        url = reverse(translations.SIDE_BY_SIDE, args=[page.pk])
        yield Button("Compare with the source", url, icon_name="globe", priority=65)


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, home_panels: list[Any]) -> None:
    home_panels.extend(panels(request))
    home_panels.append(ShortcutsPanel(request))
