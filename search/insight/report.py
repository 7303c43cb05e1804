"""Reports of the searches in a period, read with a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet, Sum
from wagtail.models import Page

from search.insight.models import DayPage, DayPosition, DayQuery, DayTotal, Source

SHOWN = 20  # rows of a table
POSITIONS = 10  # on a page of results
MIN_ANSWERED = 3  # answered searches, below which unopened results mean little


@dataclass(frozen=True, slots=True)
class DayCount:
    day: date
    page: int
    api: int

    @property
    def searches(self) -> int:
        return self.page + self.api


@dataclass(frozen=True, slots=True)
class QueryCount:
    """The counts of a query text; `opened` counts results, so it may exceed the searches."""

    text: str
    searches: int
    empty: int
    answered: int
    opened: int


@dataclass(frozen=True, slots=True)
class Totals:
    searches: int = 0
    empty: int = 0
    opened: int = 0
    on_page: int = 0
    took_ms: float = 0.0

    @property
    def empty_share(self) -> float:
        """Return the percentage of searches that found nothing."""
        return 100 * self.empty / self.searches if self.searches else 0.0

    @property
    def opened_share(self) -> float:
        """Return the number of opened results per hundred searches on the page."""
        return 100 * self.opened / self.on_page if self.on_page else 0.0

    @property
    def mean_ms(self) -> float:
        return self.took_ms / self.searches if self.searches else 0.0


class Report:
    """The searches from day `first` to day `last`, both included, on one site or on all."""

    def __init__(self, first: date, last: date, site: int | None = None) -> None:
        self.first, self.last = first, last
        self._within: dict[str, Any] = {"day__gte": first, "day__lte": last}
        if site is not None:
            self._within["site_id"] = site

    @cached_property
    def days(self) -> list[DayCount]:
        """Return the counts of every day in order, including days without a search."""
        counted: dict[date, dict[str, int]] = {}
        sums = self._totals.values_list("day", "source").annotate(times=Sum("searches"))
        for day, source, searches in sums:
            counted.setdefault(day, {})[source] = searches
        length = (self.last - self.first).days + 1
        return [
            DayCount(day, of_day.get(Source.PAGE, 0), of_day.get(Source.API, 0))
            for day in (self.first + timedelta(n) for n in range(length))
            for of_day in [counted.get(day, {})]
        ]

    @cached_property
    def totals(self) -> Totals:
        sums = self._totals.aggregate(
            searches=Sum("searches"), empty=Sum("empty"), opened=Sum("opened"), took=Sum("took_ms")
        )
        return Totals(
            searches=sums["searches"] or 0,
            empty=sums["empty"] or 0,
            opened=sums["opened"] or 0,
            on_page=sum(day.page for day in self.days),
            took_ms=sums["took"] or 0.0,
        )

    @property
    def _totals(self) -> "QuerySet[DayTotal]":
        return DayTotal.objects.filter(**self._within)

    def top(self, limit: int = SHOWN) -> list[QueryCount]:
        """Return the most frequent texts."""
        return self._queries("-searches", limit)

    def without_hits(self, limit: int = SHOWN) -> list[QueryCount]:
        """Return the texts that found nothing most often."""
        return self._queries("-empty", limit, empty__gt=0)

    def never_opened(self, limit: int = SHOWN) -> list[QueryCount]:
        """Return the texts that found results, none of which was opened."""
        return self._queries("-answered", limit, answered__gte=MIN_ANSWERED, opened=0)

    def _queries(self, order: str, limit: int, **having: Any) -> list[QueryCount]:
        """Return texts in this order, with the sums of their daily counts."""
        counted = (
            DayQuery.objects.filter(**self._within)
            .values("text")
            .annotate(
                all_searches=Sum("searches"),
                all_empty=Sum("empty"),
                all_answered=Sum("answered"),
                all_opened=Sum("opened"),
            )
            .filter(**{f"all_{name}": value for name, value in having.items()})
            .order_by(f"-all_{order.removeprefix('-')}", "text")
        )
        names = ("text", "all_searches", "all_empty", "all_answered", "all_opened")
        return [QueryCount(*row) for row in counted.values_list(*names)[:limit]]

    @cached_property
    def positions(self) -> list[tuple[int, int]]:
        """Return how often the result at each position of the first page was opened."""
        counted = DayPosition.objects.filter(**self._within, position__lte=POSITIONS)
        opened = dict(counted.values_list("position").annotate(times=Sum("opened")))
        return [(place, opened.get(place, 0)) for place in range(1, POSITIONS + 1)]

    def pages(self, limit: int = SHOWN) -> list[tuple[Page, int]]:
        """Return the pages opened most often from searches, with the number of times."""
        counted = DayPage.objects.filter(**self._within).values_list("page_id")
        counts = list(counted.annotate(times=Sum("opened")).order_by("-times", "page_id")[:limit])
        pages: Mapping[int, Page] = Page.objects.in_bulk([pk for pk, _ in counts])
        return [(pages[pk], times) for pk, times in counts if pk in pages]


def table(report: Report, name: str) -> tuple[Sequence[str], list[Sequence[Any]]]:
    """Return the header and all rows of a table, for export; raises KeyError for other names."""
    queries = {
        "queries": report.top,
        "without-hits": report.without_hits,
        "never-opened": report.never_opened,
    }
    if name == "days":
        return ("day", "page", "api"), [(day.day, day.page, day.api) for day in report.days]
    if name == "positions":
        return ("position", "opened"), list(report.positions)
    if name == "pages":
        rows = [(page.pk, page.title, times) for page, times in report.pages(limit=10_000)]
        return ("page", "title", "opened"), list(rows)
    header = ("text", "searches", "without hits", "answered on the page", "opened")
    counts = queries[name](100_000)
    return header, [(q.text, q.searches, q.empty, q.answered, q.opened) for q in counts]


EXPORTS = ("days", "queries", "without-hits", "never-opened", "positions", "pages")
