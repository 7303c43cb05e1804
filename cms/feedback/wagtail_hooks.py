"""The panel of answers on the admin's first page."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.feedback.counting import SHOWN_DAYS, Feedback, least_useful

SHOWN = 5


class FeedbackPanel(Component):
    """The pages that readers found least useful, of those that the user may edit."""

    name, order = "feedback", 140
    template_name = "feedback/home_panel.html"

    def __init__(self, rows: Sequence[tuple[Page, Feedback]]) -> None:
        self.rows = rows

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        items = [
            (page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]), counts)
            for page, counts in self.rows
        ]
        return {"items": items, "days": SHOWN_DAYS}


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Add the panel where a page that the user may edit has an answer "no"."""
    editable = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    counts = least_useful(editable.values("pk"), SHOWN)
    pages = Page.objects.in_bulk([each.page_id for each in counts])
    if counts:
        panels.append(FeedbackPanel([(pages[each.page_id], each) for each in counts]))
