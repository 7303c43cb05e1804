"""The content checks and the home page's panels in the admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.desk.home_panels import panels
from cms.desk.report import URL_NAME, report, results
from cms.desk.translations import views as translations
from cms.desk.translations.sources import source_of


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("reports/content-checks/", report, name=URL_NAME),
        path("reports/content-checks/results/", results, name=f"{URL_NAME}_results"),
        path("reports/translations/", translations.overview, name=translations.OVERVIEW),
        path(
            "translations/<int:page_id>/",
            translations.side_by_side,
            name=translations.SIDE_BY_SIDE,
        ),
    ]


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
