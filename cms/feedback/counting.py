"""Counting answers, reading the counts, and deleting what is past its retention."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Sum
from django.utils import timezone
from wagtail.models import Page

from cms.feedback.models import DayFeedback

SHOWN_DAYS = 90


class Feedback(NamedTuple):
    """The answers about one page."""

    page_id: int
    useful: int
    not_useful: int


def count(page: Page, is_useful: bool) -> None:
    """Add one answer to today's count of the page."""
    field = "useful" if is_useful else "not_useful"
    row, _ = DayFeedback.objects.get_or_create(page_id=page.pk, day=timezone.localdate())
    DayFeedback.objects.filter(pk=row.pk).update(**{field: F(field) + 1})


def least_useful(page_ids: Sequence[int], limit: int) -> list[Feedback]:
    """Return the pages with most answers "no" in the last 90 days; none without such an answer."""
    since = timezone.localdate() - timedelta(days=SHOWN_DAYS)
    rows = (
        DayFeedback.objects.filter(day__gt=since, page__in=page_ids)
        .values_list("page_id")
        .annotate(yes=Sum("useful"), no=Sum("not_useful"))
        .filter(no__gt=0)
        .order_by("-no", "page_id")
    )
    return [Feedback(*row) for row in rows[:limit]]


def delete_old() -> None:
    """Delete counts older than `FEEDBACK_RETENTION`."""
    oldest = timezone.localdate() - settings.FEEDBACK_RETENTION
    DayFeedback.objects.filter(day__lt=oldest).delete()
