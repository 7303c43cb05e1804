"""Registers the directory in the admin."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from cms.directory.admin import MemberStateAdmin, PersonAdmin
from cms.directory.choosers import member_state_chooser, person_chooser
from cms.directory.sheet_views import sheet_view


@hooks.register("register_admin_viewset")
def register_choosers() -> list[Any]:
    return [person_chooser, member_state_chooser]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("directory/<str:name>/csv/", sheet_view, name="directory_csv")]


modeladmin_register(MemberStateAdmin)
modeladmin_register(PersonAdmin)
