"""Results as a table for spreadsheets and as a feed for readers."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from cms.delivery.site import ServedSite
from search.presentation import found_json
from search.service import Answer

COLUMNS = ("title", "url", "type", "locale", "date", "summary", "state")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

Writer = Callable[[Answer, ServedSite, HttpRequest], HttpResponse]


def csv_response(answer: Answer, site: ServedSite, request: HttpRequest) -> HttpResponse:
    """UTF-8 with a mark that spreadsheets understand; no cell begins a formula."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(COLUMNS)
    for found in answer.found:
        told = found_json(found, site)
        rows.writerow([cell(told[name]) for name in COLUMNS])
    response = HttpResponse("\ufeff" + table.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="search.csv"'
    return response


def cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def atom_response(answer: Answer, site: ServedSite, request: HttpRequest) -> HttpResponse:
    """RFC 4287; the newest first if the request sorts so."""
    words = answer.request.query.text
    feed = Atom1Feed(
        title=f"Search: {words}" if words else "Search",
        link=site.root_url + "/search/",
        description="",
        feed_url=site.root_url + request.get_full_path(),
    )
    for found in answer.found:
        told, day = found_json(found, site), found.hit.document.date
        when = datetime.combine(day, time(), UTC) if day else None
        feed.add_item(
            title=told["title"],
            link=told["url"],
            description=told["summary"],
            unique_id=told["url"],
            pubdate=when,
            updateddate=when,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")


FORMATS: Mapping[str, Writer] = {"csv": csv_response, "atom": atom_response}
