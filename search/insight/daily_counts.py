"""Daily counts of searches (in UTC), and the deletion of old rows."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from search.insight.models import (
    DayPage,
    DayPosition,
    DayQuery,
    DayTotal,
    LoggedSearch,
    OpenedResult,
    Source,
)

TEXTS_PER_DAY = 500  # most frequent ones; as many again without hits
PAGES_PER_DAY = 500
DELETED_AT_ONCE = 5_000  # each deletion takes the write lock for some milliseconds
DAYS: tuple[type[models.Model], ...] = (DayTotal, DayQuery, DayPage, DayPosition)


def count_days() -> None:
    """Count today and each earlier day that is not fully counted; run by the clock."""
    today = timezone.now().date()
    counted = DayTotal.objects.order_by("-day").values_list("day", flat=True).first()
    logged = LoggedSearch.objects.order_by("at").values_list("at", flat=True).first()
    day = counted or (logged.date() if logged else today)
    while day <= today:
        count(day)
        day += timedelta(days=1)


def count(day: date) -> None:
    """Replace the counts of a day, in one transaction."""
    begin = datetime.combine(day, time(), UTC)
    within = {"at__gte": begin, "at__lt": begin + timedelta(days=1)}
    all_searches = LoggedSearch.objects.filter(**within)
    all_opened = OpenedResult.objects.filter(**within)
    rows: list[Any] = []
    for site in {*_sites(all_searches), *_sites(all_opened)}:
        searches, opened = all_searches.filter(site_id=site), all_opened.filter(site_id=site)
        counted = [*_totals(day, searches, opened), *_queries(day, searches, opened)]
        counted += [*_pages(day, opened), *_positions(day, opened)]
        for row in counted:
            row.site_id = site
        rows += counted
    with transaction.atomic():
        for model in DAYS:
            model._default_manager.filter(day=day).delete()
            rows_of_model = [row for row in rows if type(row) is model]
            model._default_manager.bulk_create(rows_of_model, batch_size=500)


def _sites(rows: QuerySet[Any]) -> Iterable[int | None]:
    """Return the ids of the sites in these rows; None among them stands for all sites."""
    return rows.order_by().values_list("site_id", flat=True).distinct()


def _totals(
    day: date, searches: QuerySet[LoggedSearch], opened: QuerySet[OpenedResult]
) -> Iterable[Any]:
    results = opened.count()
    for row in searches.values("source").annotate(
        searches=Count("pk"), empty=Count("pk", filter=Q(total=0)), took=Sum("took_ms")
    ):
        yield DayTotal(
            day=day,
            source=row["source"],
            searches=row["searches"],
            empty=row["empty"],
            opened=results if row["source"] == Source.PAGE else 0,
            took_ms=row["took"],
        )


def _queries(
    day: date, searches: QuerySet[LoggedSearch], opened: QuerySet[OpenedResult]
) -> Iterable[Any]:
    counted = (
        searches.exclude(text="")
        .values("text")
        .annotate(
            searches=Count("pk"),
            empty=Count("pk", filter=Q(total=0)),
            answered=Count("pk", filter=Q(total__gt=0, source=Source.PAGE)),
        )
    )
    chosen = {
        row["text"]: row
        for order in ("-searches", "-empty")
        for row in counted.order_by(order, "text")[:TEXTS_PER_DAY]
    }
    clicks = Counter(dict(_counted(opened.filter(text__in=chosen), "text")))
    return [DayQuery(day=day, opened=clicks[text], **row) for text, row in chosen.items()]


def _pages(day: date, opened: QuerySet[OpenedResult]) -> Iterable[Any]:
    counted = _counted(opened, "page_id")[:PAGES_PER_DAY]
    return [DayPage(day=day, page_id=page_id, opened=times) for page_id, times in counted]


def _positions(day: date, opened: QuerySet[OpenedResult]) -> Iterable[Any]:
    counted = _counted(opened.filter(position__gt=0), "position")
    return [DayPosition(day=day, position=place, opened=times) for place, times in counted]


def _counted(rows: QuerySet[OpenedResult], name: str) -> QuerySet[OpenedResult, tuple[Any, int]]:
    """Return values with their number of rows, most frequent first."""
    return rows.values_list(name).annotate(times=Count("pk")).order_by("-times", name)


def delete_old() -> None:
    """Delete rows and counts older than `SEARCH_LOG_RETENTION`; run by the clock."""
    before = timezone.now() - settings.SEARCH_LOG_RETENTION
    for model in (LoggedSearch, OpenedResult):
        old = model._default_manager.filter(at__lt=before)
        while keys := list(old.values_list("pk", flat=True)[:DELETED_AT_ONCE]):
            model._default_manager.filter(pk__in=keys).delete()
    for counts in DAYS:
        counts._default_manager.filter(day__lt=before.date()).delete()


def most_read(limit: int = 5, days: int = 30, site: int | None = None) -> list[int]:
    """Return the ids of the pages opened most often from searches in the last days.

    With `site`, an id, those of other sites are left out; counts of no site stay in.
    """
    since = timezone.now().date() - timedelta(days=days)
    counted = DayPage.objects.filter(day__gte=since)
    if site is not None:
        counted = counted.filter(Q(site_id=site) | Q(site_id=None))
    read = counted.values_list("page_id")
    most = read.annotate(times=Sum("opened")).order_by("-times", "page_id")
    return [page_id for page_id, _ in most[:limit]]
