"""Search in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from search.editors.admin import SteeringGroup
from search.editors.effect import effect
from search.editors.explain import explain
from search.insight.dashboard import dashboard
from search.insight.home_panels import failing_searches

modeladmin_register(SteeringGroup)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("search/effect/<str:model_name>/<int:pk>/", effect, name="search_effect"),
        path("search/insight/", dashboard, name="search_insight"),
        path("search/explain/", explain, name="search_explain"),
    ]


@hooks.register("construct_homepage_panels")
def show_failing_searches(request: HttpRequest, panels: list[Any]) -> None:
    panels.extend(failing_searches(request))
