"""Panels of the admin's home page with pages that need attention."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.desk.checking import current
from cms.desk.report import URL_NAME, edit_url, editable_pages
from cms.maintenance.admin.banner import format_time
from cms.maintenance.admin.views import switch_url
from cms.maintenance.models import Maintenance
from cms.maintenance.switch import PERMISSION

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a panel; `note` is the reason why the page needs attention."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class HomePanel(Component):
    """A list of pages; `total` counts those that are not shown, too."""

    name: str
    title: str
    icon: str
    items: Sequence[Item]
    total: int
    more_url: str
    order: int

    template_name = "desk/home_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"panel": self, "more": self.total - len(self.items)}


def panels(request: HttpRequest) -> Iterator[HomePanel]:
    """Yield the panels that are not empty for this user."""
    yield from _drafts(request)
    yield from _under_maintenance(request)
    yield from _stale(request)
    yield from _with_findings(request)


def _drafts(request: HttpRequest) -> Iterator[HomePanel]:
    """Yield the pages that this user was the last to change and nobody has published since."""
    drafts = (
        editable_pages(request)
        .filter(has_unpublished_changes=True, latest_revision__user=request.user)
        .order_by("-latest_revision_created_at")
    )
    items = [
        Item(
            each.get_admin_display_title(),
            reverse("wagtailadmin_pages:edit", args=[each.pk]),
            "changed since it was published" if each.live else "not published yet",
        )
        for each in drafts[:SHOWN]
    ]
    if items:
        url = reverse("wagtailadmin_explore_root")
        yield HomePanel("drafts", "Finish your drafts", "edit", items, drafts.count(), url, 100)


def _under_maintenance(request: HttpRequest) -> Iterator[HomePanel]:
    if not request.user.has_perm(PERMISSION):
        return
    now = timezone.now()
    flags = Maintenance.objects.select_related("page").order_by("set_at")
    in_force = [flag for flag in flags if flag.is_in_force(now)]
    if in_force:
        items = [
            Item(
                flag.page.title,
                switch_url(flag.page),
                f"since {format_time(flag.since)}" + (", too long" if flag.is_long(now) else ""),
            )
            for flag in in_force[:SHOWN]
        ]
        url = reverse("maintenance_maintenance_modeladmin_index")
        title = "Under maintenance"
        yield HomePanel("maintenance", title, "warning", items, len(in_force), url, 110)


def _stale(request: HttpRequest) -> Iterator[HomePanel]:
    reminders = current(editable_pages(request)).filter(code="not-reviewed").order_by("since")
    items = [
        Item(each.page.title, edit_url(each), f"due since {each.since:%-d %B %Y}")
        for each in reminders.select_related("page")[:SHOWN]
        if each.since
    ]
    if items:
        url = f"{reverse(URL_NAME)}?code=not-reviewed"
        yield HomePanel(
            "stale", "Not reviewed for a year", "time", items, reminders.count(), url, 120
        )


def _with_findings(request: HttpRequest) -> Iterator[HomePanel]:
    findings = current(editable_pages(request)).exclude(code="not-reviewed").order_by("pk")
    items = [
        Item(each.page.title, edit_url(each), each.message)
        for each in findings.select_related("page")[:SHOWN]
    ]
    if items:
        url = reverse(URL_NAME)
        yield HomePanel("findings", "Content checks", "check", items, findings.count(), url, 130)
