"""The content checks and the home page's panels in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.desk.home_panels import panels
from cms.desk.report import URL_NAME, report, results


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("reports/content-checks/", report, name=URL_NAME),
        path("reports/content-checks/results/", results, name=f"{URL_NAME}_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return MenuItem("Content checks", reverse(URL_NAME), icon_name="check", order=500)


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, home_panels: list[Any]) -> None:
    home_panels.extend(panels(request))
