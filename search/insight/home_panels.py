"""The panel of searches without hits, on the admin's home page."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cms.desk.home_panels import SHOWN, HomePanel, Item
from search.insight.dashboard import PERMISSION, USUAL
from search.insight.report import Report


def failing_searches(request: HttpRequest) -> Iterator[HomePanel]:
    """Yield the panel of the last 30 days' searches without hits, for users who may see them."""
    if not request.user.has_perm(PERMISSION):
        return
    today = timezone.now().date()
    found = Report(today - timedelta(USUAL - 1), today).without_hits()
    url = reverse("search_insight")
    items = [
        Item(
            each.text,
            f"{reverse('search_explain')}?q={quote(each.text)}",
            times(each.searches),
        )
        for each in found[:SHOWN]
    ]
    if items:
        yield HomePanel("failing", "Searches without hits", "search", items, len(found), url, 140)


def times(count: int) -> str:
    return "searched once" if count == 1 else f"searched {count} times"
