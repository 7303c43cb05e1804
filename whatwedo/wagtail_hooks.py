"""Making a new organ's page in the admin: what shall it start from?"""

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.signals import init_new_page

from whatwedo.models import OrganPage
from whatwedo.start import STARTS, chosen, start_named


@hooks.register("before_create_page")
def choose_start(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    """Asks once; what is chosen stands in the address."""
    chosen.set(None)
    if page_class is not OrganPage or request.method != "GET":
        return None
    start = start_named(request.GET.get("start", ""))
    if start is None:
        context = {"starts": STARTS, "parent": parent}
        return TemplateResponse(request, "whatwedo/admin/start.html", context)
    chosen.set(start)
    return None


@receiver(init_new_page, dispatch_uid="start")
def start_page(page: Page, **_: Any) -> None:
    start = chosen.get()
    if start and isinstance(page, OrganPage):
        page.kind = start.kind
        page.body = start.body
        chosen.set(None)
