"""The admin view that switches maintenance of a page, apart from its draft."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from cms.maintenance.admin.forms import TermsForm
from cms.maintenance.models import Maintenance
from cms.maintenance.switch import PERMISSION, switch_off, switch_on


def switch(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the form for the terms and save it; end maintenance with the other button."""
    sent = request.POST if request.method == "POST" else None
    # Of two concurrent requests the second waits: on SQLite at its start, on PostgreSQL here.
    pages = Page.objects.select_for_update() if sent else Page.objects
    page = get_object_or_404(pages, pk=page_id)
    if not can_switch(request.user, page):
        raise PermissionDenied
    back = get_valid_next_url_from_request(request) or edit_url(page)
    if sent and "off" in sent:
        return _end(request, page, back)
    flag = own_flag(page)
    form = TermsForm(sent, instance=flag)
    if form.is_valid():
        terms = form.terms()
        switch_on([page], terms, request.user, form.cleaned_data["reason"])
        planned = terms.start and terms.start > timezone.now()
        verb = "will be" if planned else "is"
        messages.warning(request, f"“{page.get_admin_display_title()}” {verb} under maintenance.")
        return redirect(back)
    context = {"page": page, "flag": flag, "form": form, "back": back}
    return TemplateResponse(request, "maintenance/switch.html", context)


def _end(request: HttpRequest, page: Page, back: str) -> HttpResponse:
    title = page.get_admin_display_title()
    if switch_off([page], request.user, request.POST.get("reason", "")):
        messages.success(request, f"Maintenance of “{title}” has ended.")
    else:
        messages.info(request, f"Maintenance of “{title}” has already ended.")
    return redirect(back)


def own_flag(page: Page) -> Maintenance | None:
    """Return the flag set on the page, in force or planned."""
    flag = Maintenance.objects.select_related("set_by").filter(page=page).first()
    return flag if flag and not flag.is_over(timezone.now()) else None


def can_switch(user: Any, page: Page) -> bool:
    """Return whether the user may edit the page and has the permission to switch."""
    return bool(user.has_perm(PERMISSION) and page.permissions_for_user(user).can_edit())


def switch_url(page: Page) -> str:
    return reverse("maintenance_switch", args=[page.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
