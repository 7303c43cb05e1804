"""The admin home page's panel of searches without hits."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cms.desk.home_panels import SHOWN, HomePanel, Item
from search.insight.dashboard import DEFAULT_DAYS, PERMISSION
from search.insight.report import Report


def failing_searches(request: HttpRequest) -> Iterator[HomePanel]:
    """Yield the panel for the last 30 days, for users with permission to see it."""
    if not request.user.has_perm(PERMISSION):
        return
    today = timezone.now().date()
    failing = Report(today - timedelta(DEFAULT_DAYS - 1), today).without_hits()
    url = reverse("search_insight")
    items = [
        Item(
            query.text,
            f"{reverse('search_explain')}?q={quote(query.text)}",
            times(query.searches),
        )
        for query in failing[:SHOWN]
    ]
    if items:
        yield HomePanel("failing", "Searches without hits", "search", items, len(failing), url, 140)


def times(count: int) -> str:
    return "searched once" if count == 1 else f"searched {count} times"
