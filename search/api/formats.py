"""Search results as CSV and as an Atom feed."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time

from defusedcsv import csv
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext, override

from cms.caching.response import CacheableResponse as Response
from cms.delivery.http.responses import CACHE_CONTROL
from cms.delivery.http.served_site import ServedSite
from cms.delivery.http.surrogate_keys import header
from cms.sites.texts import site_texts, site_with_id
from search.api.presentation import address, api_address, hit_json, surrogate_keys
from search.query.tokens import clean
from search.request.parameters import Format
from search.service.search import Answer

COLUMNS = ("title", "url", "type", "locale", "date", "summary", "state")

Writer = Callable[[Answer, ServedSite, HttpRequest], Response]


def csv_response(answer: Answer, site: ServedSite, request: HttpRequest) -> Response:
    """Return the results as CSV: UTF-8 with a byte order mark; cells never begin a formula."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(COLUMNS)
    for each in answer.hits:
        row = hit_json(each, site)
        rows.writerow([row[name] for name in COLUMNS])
    response = Response("\ufeff" + table.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="search.csv"'
    return _with_headers(response, answer, site, request, "csv")


def atom_response(answer: Answer, site: ServedSite, request: HttpRequest) -> Response:
    """Return the results as an Atom feed (RFC 4287), in the order of the request."""
    feed_url = site.origin + request.get_full_path()
    code = _language(answer)
    with override(code):
        words, title = answer.request.query.text, gettext("Search")
        page = address(reverse("search"), replace(answer.request, facets=(), cursor=""))
    feed = Atom1Feed(
        title=f"{words} – {title}" if words else title,
        link=site.root_url + page,
        description="",
        language=code,
        feed_url=feed_url,
        feed_guid=feed_url,
        author_name=site_texts((site_with_id(site.pk), code)).name,
    )
    for each in answer.hits:
        entry, day = hit_json(each, site), each.hit.document.date
        when = datetime.combine(day, time(), UTC) if day else None
        feed.add_item(
            title=clean(entry["title"]),
            link=entry["url"],
            description=escape(clean(entry["summary"])),  # feed readers expect HTML
            unique_id=entry["url"],
            pubdate=when,
            updateddate=when,
        )
    response = Response(feed.writeString("utf-8"), content_type="application/atom+xml")
    return _with_headers(response, answer, site, request, "atom")


def _language(answer: Answer) -> str:
    """Return the language to which the search is limited, the default one where it is none."""
    languages = dict(settings.LANGUAGES)
    codes = [code for code in answer.request.filters.get("locale", ()) if code in languages]
    return codes[0] if len(codes) == 1 else settings.LANGUAGE_CODE


def _with_headers(
    response: Response, answer: Answer, site: ServedSite, request: HttpRequest, form: Format
) -> Response:
    """Add the headers for caches, and the link to the next results (RFC 8288)."""
    response["Cache-Control"] = CACHE_CONTROL
    response["Surrogate-Key"] = header(["search", *surrogate_keys(answer)])
    if answer.cursor:
        next_request = replace(answer.request, cursor=answer.cursor)
        url = api_address(site, request.path, next_request, format=form)
        response["Link"] = f'<{url}>; rel="next"'
    return response


FORMATS: Mapping[str, Writer] = {"csv": csv_response, "atom": atom_response}
