"""Maintenance of many pages at once, from the page listing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from cms.maintenance.admin.forms import TermsForm
from cms.maintenance.admin.views import can_switch
from cms.maintenance.switch import switch_off, switch_on

ON, OFF = "on", "off"


class BulkForm(TermsForm):
    """The form of the bulk action: one set of terms, which replaces those of all selected pages."""

    action = forms.ChoiceField(
        label="What to do",
        choices=[(ON, "Put under maintenance"), (OFF, "End maintenance")],
        initial=ON,
        widget=forms.RadioSelect,
    )
    field_order = ["action"]


class MaintenanceBulkAction(PageBulkAction):
    """Switches maintenance of all selected pages that the user may edit, or of none."""

    display_name: Any = "Maintenance…"
    aria_label: Any = "Put the selected pages under maintenance, or end it"
    action_type: Any = "maintenance"
    action_priority = 60
    form_class: Any = BulkForm
    template_name = "maintenance/bulk.html"

    def check_perm(self, page: Page) -> bool:
        return can_switch(self.request.user, page)

    def object_context(self, page: Page) -> dict[str, Any]:
        return {"item": page}

    def get_execution_context(self) -> dict[str, Any]:
        return {"form": self.cleaned_form, "user": self.request.user}

    @classmethod
    def execute_action(
        cls, objects: Sequence[Page], form: Any = None, user: Any = None, **_: Any
    ) -> tuple[int, int]:
        reason = form.cleaned_data["reason"]
        if form.cleaned_data["action"] == OFF:
            return switch_off(objects, user, reason), 0
        return switch_on(objects, form.terms(), user, reason), 0

    def get_success_message(self, pages: int, below: int) -> str:
        form: Any = self.cleaned_form
        ended = form.cleaned_data["action"] == OFF
        outcome = "Maintenance has ended" if ended else "Maintenance was set"
        return f"{outcome} for {self.get_parent_page_text(pages)}."
