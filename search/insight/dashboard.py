"""The dashboard of searches in the admin: plots, and tables with links to actions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from defusedcsv import csv
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Site

from search.insight.plots import bars
from search.insight.report import EXPORTS, DayCount, QueryCount, Report, table

PERIODS = {7: "7 days", 30: "30 days", 90: "90 days"}
DEFAULT_DAYS = 30
PERMISSION = "search.view_insight"


@permission_required(PERMISSION, login_url="wagtailadmin_login")
def dashboard(request: HttpRequest) -> HttpResponse:
    """Return the dashboard, or one of its tables as CSV with `export`."""
    days = _days(request.GET.get("days", ""))
    today = timezone.now().date()
    sites = list(Site.objects.order_by("-is_default_site", "pk"))
    site = next((site for site in sites if str(site.pk) == request.GET.get("site")), None)
    report = Report(today - timedelta(days - 1), today, site.pk if site else None)
    if name := request.GET.get("export"):
        return _export(report, name)
    page_context = context(report, days) | {"sites": sites, "site": site}
    return TemplateResponse(request, "search/admin/insight.html", page_context)


def context(report: Report, days: int) -> dict[str, Any]:
    return {
        "report": report,
        "days": days,
        "periods": PERIODS.items(),
        "over_time": bars([_bar(count) for count in report.days]),
        "positions": bars(
            [
                (str(n), f"Position {n}: opened {times} times", [times])
                for n, times in report.positions
            ]
        ),
        "tables": [
            {
                "name": "queries",
                "title": "Most searched",
                "help": "The searches that visitors make most often.",
                "rows": [_row(count) for count in report.top()],
            },
            {
                "name": "without-hits",
                "title": "Without results",
                "help": "No page has these words. Add a synonym, or write the page.",
                "rows": [_row(count) for count in report.without_hits()],
            },
            {
                "name": "never-opened",
                "title": "Found, but never opened",
                "help": "Visitors open none of these results. Add a best bet for the right page.",
                "rows": [_row(count) for count in report.never_opened()],
            },
        ],
        "pages": report.pages(),
    }


def _bar(count: DayCount) -> tuple[str, str, Sequence[int]]:
    day = date_format(count.day, "j M")
    return day, f"{day}: {count.page} on the page, {count.api} by the API", (count.page, count.api)


def _row(count: QueryCount) -> dict[str, Any]:
    """Return a row: the query, and links to forms that are filled in with it."""
    return {
        "query": count,
        "search": f"{reverse('search')}?{urlencode({'q': count.text})}",
        "synonym": _create("synonymrule", terms=count.text),
        "bet": _create("bestbet", queries=count.text),
        "explain": f"{reverse('search_explain')}?{urlencode({'q': count.text})}",
        "write": reverse("wagtailadmin_explore_root"),
    }


def _create(model: str, **initial: str) -> str:
    return f"{reverse(f'search_{model}_modeladmin_create')}?{urlencode(initial)}"


def _days(value: str) -> int:
    return int(value) if value.isdecimal() and int(value) in PERIODS else DEFAULT_DAYS


def _export(report: Report, name: str) -> HttpResponse:
    if name not in EXPORTS:
        raise Http404(f"There is no table {name}: choose from {', '.join(EXPORTS)}.")
    header, rows = table(report, name)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="{name}-{report.first}-{report.last}.csv"'
    )
    writer = csv.writer(response)
    writer.writerow(header)
    writer.writerows([str(value) for value in row] for row in rows)
    return response
