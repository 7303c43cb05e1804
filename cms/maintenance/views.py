"""The editor's way to the flag, apart from the draft."""

from dataclasses import fields
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page

from cms.maintenance.models import DEFAULT_HEADING, DEFAULT_MESSAGE, Maintenance
from cms.maintenance.switch import PERMISSION, Terms, check, switch_off, switch_on


class TermsForm(forms.ModelForm[Maintenance]):
    reason = forms.CharField(
        required=False, max_length=250, help_text="Why; kept in the page's history."
    )

    class Meta:
        model = Maintenance
        fields = ["heading", "message", "start", "end", "with_descendants", "note"]
        widgets = {
            "start": AdminDateTimeInput(),
            "end": AdminDateTimeInput(),
            "message": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def terms(self) -> Terms:
        return Terms(**{field.name: self.cleaned_data[field.name] for field in fields(Terms)})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            check(Terms(start=cleaned.get("start"), end=cleaned.get("end")))
        except ValidationError as error:
            for name, told in error.message_dict.items():
                self.add_error(name, told)
        return cleaned


def switch(request: HttpRequest, page_id: int) -> HttpResponse:
    """Shows the terms and takes them; ends maintenance with the other button."""
    page = get_object_or_404(Page, pk=page_id)
    if not may_switch(request.user, page):
        raise PermissionDenied
    flag = Maintenance.objects.filter(page=page).first()
    if request.method == "POST" and "off" in request.POST:
        switch_off([page], request.user, request.POST.get("reason", ""))
        messages.success(request, f"“{page.get_admin_display_title()}” is public again.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    initial = {"heading": DEFAULT_HEADING, "message": DEFAULT_MESSAGE}
    sent = request.POST if request.method == "POST" else None
    form = TermsForm(sent, instance=flag, initial={} if flag else initial)
    if form.is_valid():
        switch_on([page], form.terms(), request.user, form.cleaned_data["reason"])
        messages.warning(request, f"“{page.get_admin_display_title()}” is under maintenance.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"page": page, "flag": flag, "form": form, "back": edit_url(page)}
    return TemplateResponse(request, "maintenance/switch.html", context)


def may_switch(user: Any, page: Page) -> bool:
    """Whoever may edit the page and has the permission for it."""
    return bool(user.has_perm(PERMISSION) and page.permissions_for_user(user).can_edit())


def switch_url(page: Page) -> str:
    return reverse("maintenance_switch", args=[page.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
