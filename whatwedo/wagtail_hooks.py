"""Starter content for a new organ's page, chosen in the admin."""

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.signals import init_new_page

from whatwedo.models import OrganPage
from whatwedo.starter_content import STARTER_CONTENTS, chosen_content, starter_content_named


@hooks.register("before_create_page")
def choose_start(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    """Offer the starter contents once; the chosen one is in the query string."""
    chosen_content.set(None)
    if page_class is not OrganPage or request.method != "GET":
        return None
    start = starter_content_named(request.GET.get("start", ""))
    if start is None:
        context = {"starts": STARTER_CONTENTS, "parent": parent}
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
