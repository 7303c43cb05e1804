"""The sitemap: one file of a small site, an index of parts of a large one (sitemaps.org, 0.9)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from wagtail.models import Page, Site, get_page_models

from cms.content.addresses import language_roots
from cms.content.page import BasePage
from cms.maintenance.state import Content, Row, public_state, unrestricted, withheld

PART_SIZE = 5_000
"""Page ids in one part. A page stays in its part, so a change moves the date of one part only."""

XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Entry(NamedTuple):
    """A URL and the time of its last change."""

    location: str
    changed: datetime | None


class Listed(NamedTuple):
    """The columns of a page that its entry needs."""

    row: Row
    url_path: str
    content_type_id: int
    changed: datetime | None


def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the sitemap, or an index of its parts if there are several."""
    roots = _roots(request)
    parts = _parts(roots)
    if len(parts) <= 1:
        return _part(request, roots, next(iter(parts), 0))
    root = request.build_absolute_uri("/")
    entries = [Entry(f"{root}sitemap-{number}.xml", changed) for number, changed in parts.items()]
    return _xml("sitemapindex", "sitemap", entries)


def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """Return the addresses of one part; raise Http404 for one without pages."""
    roots = _roots(request)
    if number not in _parts(roots):
        raise Http404
    return _part(request, roots, number)


def _roots(request: HttpRequest) -> list[Page]:
    """Return the root page of the site in each language; raise Http404 for a Host of no site."""
    site: Site | None = Site.find_for_request(request)
    if site is None:
        raise Http404
    return list(language_roots(site.root_page))


def _parts(roots: list[Page]) -> dict[int, datetime | None]:
    """Return the last change of each part that has pages; one query."""
    rows = (
        _public_pages(roots)
        .order_by()
        .values_list(F("pk") / PART_SIZE)
        .annotate(changed=Max(_CHANGED))
        .order_by(F("pk") / PART_SIZE)
    )
    return dict(rows)


def _part(request: HttpRequest, roots: list[Page], number: int) -> HttpResponse:
    bounds = (number * PART_SIZE, (number + 1) * PART_SIZE - 1)
    rows = (
        _public_pages(roots)
        .filter(pk__range=bounds)
        .values_list(*Row._fields, "url_path", "content_type_id", _CHANGED)
    )
    listed = [Listed(Row(*row[: len(Row._fields)]), *row[len(Row._fields) :]) for row in rows]
    return _xml("urlset", "url", _entries(request, roots, listed))


_CHANGED = Coalesce("last_published_at", "latest_revision_created_at")


def _public_pages(roots: Iterable[Page]) -> "QuerySet[Page]":
    now = timezone.now()
    below = Q(pk__in=[])
    for root in roots:
        below |= Q(path__startswith=root.path)
    pages: QuerySet[Page] = Page.objects.filter(below, live=True)
    pages = pages.filter(Q(expire_at=None) | Q(expire_at__gt=now)).exclude(withheld(now))
    return unrestricted(pages).order_by("path")


def _entries(request: HttpRequest, roots: list[Page], listed: list[Listed]) -> Iterator[Entry]:
    """Yield the entries of the public pages, those of types with own entries last."""
    addresses = {root.url_path: root.get_full_url(request) for root in roots}
    special: list[int] = []
    for page in listed:
        if not isinstance(public_state(page.row), Content):
            continue  # the database knows of direct aliases only
        if page.content_type_id in _types_with_own_entries():
            special.append(page.row.pk)
            continue
        root = next(path for path in addresses if page.url_path.startswith(path))
        yield Entry(addresses[root] + iri_to_uri(page.url_path[len(root) :]), page.changed)
    for each in Page.objects.filter(pk__in=special).order_by("path").specific():
        for entry in each.get_sitemap_urls(request):
            yield Entry(entry["location"], entry.get("lastmod"))


@lru_cache
def _types_with_own_entries() -> frozenset[int]:
    """Return the content types of the page types that override Wagtail's `get_sitemap_urls`."""
    models: list[Any] = [
        model
        for model in get_page_models()
        if model.get_sitemap_urls is not BasePage.get_sitemap_urls
    ]
    return frozenset(each.pk for each in ContentType.objects.get_for_models(*models).values())


def _xml(root: str, name: str, entries: Iterable[Entry]) -> HttpResponse:
    body = "".join(_lines(name, entries))
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {XMLNS}>\n{body}</{root}>\n',
        content_type="application/xml; charset=utf-8",
    )


def _lines(name: str, entries: Iterable[Entry]) -> Iterator[str]:
    for location, changed in entries:
        date = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        yield f"<{name}><loc>{escape(location)}</loc>{date}</{name}>\n"
