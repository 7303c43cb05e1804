"""Starter content for a new organ's page, and the admin of kinds of organs."""

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.signals import init_new_page
from wagtail_modeladmin.options import modeladmin_register

from cms.directory.admin import UsedRecordAdmin
from whatwedo.kinds import OrganKind
from whatwedo.models import OrganPage
from whatwedo.starter_content import chosen_content, starter_content_named, starter_contents


@hooks.register("before_create_page")
def choose_start(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    """Offer the starter contents once; the chosen one is in the query string."""
    chosen_content.set(None)
    if page_class is not OrganPage or request.method != "GET":
        return None
    start = starter_content_named(request.GET.get("start", ""))
    if start is None:
        context = {"starts": starter_contents(), "parent": parent}
        return TemplateResponse(request, "whatwedo/admin/start.html", context)
    chosen_content.set(start)
    return None


@receiver(init_new_page, dispatch_uid="start")
def start_page(page: Page, **_: Any) -> None:
    start = chosen_content.get()
    if start and isinstance(page, OrganPage):
        page.kind = start.kind
        page.body = start.body
        chosen_content.set(None)


class OrganKindAdmin(UsedRecordAdmin):
    model: Any = OrganKind
    menu_label = "Kinds of organs"
    menu_icon = "list-ul"
    menu_order: Any = 330
    list_display: Any = ("name", "key", "members", "row")
    search_fields: Any = ("name", "key")


modeladmin_register(OrganKindAdmin)
