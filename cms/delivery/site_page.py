"""Pages of the site as HTML that is joined from stored documents and the parts of the layout.

The result is the same as that of `BasePage.serve`. Pages without a current document, and unusual
addresses and pages, are served by Wagtail.
"""

from operator import attrgetter

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page

from cms.caching.response import CacheableResponse
from cms.content.layout.chrome import Link, home_link
from cms.content.layout.parts import render_part
from cms.content.layout.section import DISTANCE, SECTION_DEPTH
from cms.content.page import PUBLIC
from cms.delivery.documents.reading import StoredFields, read_documents
from cms.delivery.http.problem import ProblemError
from cms.delivery.http.served_site import ServedSite, site_of_host
from cms.delivery.pages.document_fields import is_current
from cms.delivery.pages.neighbours import PageRow, rows_with_ids, state_of, visible
from cms.delivery.pages.page import find_by_path
from cms.delivery.pages.surroundings import NO_ROWS, NearbyRows, around
from cms.languages.registry import language
from cms.maintenance.dependencies import stubs_only
from cms.maintenance.flags import STEPLEN
from cms.maintenance.state import Content

SERVING_HOOKS = {"wagtail.wagtail_hooks", "cms.maintenance.wagtail_hooks"}
"""The modules whose hooks for serving pages only withhold what is not public."""


def stored_page(request: HttpRequest) -> CacheableResponse | None:
    """Return the page at the address of the request; None if Wagtail must serve it.

    Five or six queries.
    """
    if request.method not in {"GET", "HEAD"} or settings.DEBUG or _has_other_hooks():
        return None
    try:
        site = site_of_host(request)
    except ProblemError:
        return None
    page = find_by_path(site, request.path_info)
    if page is None or not _is_regular(page, request, site):
        return None
    stored = _read(page, site)
    return _response(stored, page, request, site) if stored else None


def _has_other_hooks() -> bool:
    """Return whether other apps change how pages are served."""
    functions = [*hooks.get_hooks("before_serve_page"), *hooks.get_hooks("on_serve_page")]
    return any(each.__module__ not in SERVING_HOOKS for each in functions)


def _is_regular(page: PageRow, request: HttpRequest, site: ServedSite) -> bool:
    """Return whether the page is public, at this very address and in the language of it."""
    return (
        isinstance(state_of(page), Content)
        and site.path_of(page) == iri_to_uri(request.path_info)
        and site.language_at(page.url_path) == page.language_code == get_language()
    )


def _read(page: PageRow, site: ServedSite) -> StoredFields | None:
    """Return the stored HTML of a page with the markers of its parts; None if it is not current."""
    stored = read_documents([page.pk], site.pk, "html").get(page.pk)
    # A document does not tell how the notice of another page is worded.
    if stored is None or not stored.content or any(each[1] == "Notice" for each in stored.depends):
        return None
    others = {each.pk: each for each in rows_with_ids([pk for pk, *_ in stored.depends])}
    return stored if is_current(stored, others) else None


def _response(
    stored: StoredFields, page: PageRow, request: HttpRequest, site: ServedSite
) -> CacheableResponse | None:
    with stubs_only():
        neighbours = around([page])[page.pk]
        rows = [page, *neighbours.translations]
        if any(site.language_at(each.url_path) != each.language_code for each in rows):
            return None
        values = {
            "title": page.title,
            "breadcrumb": _breadcrumb(page, site, neighbours),
            "languages": _languages(page, site, neighbours),
            "section": _section(page, site, neighbours),
            "related": tuple(import_string(settings.RELATED_PAGES)(page, request)),
        }
    html, *parts = stored.content.split(stored.origin)
    pieces = [html]
    for part in parts:
        name, _, html = part.partition(";")
        pieces += [render_part(name, request, values), html]
    response = CacheableResponse("".join(pieces), headers={"Cache-Control": PUBLIC})
    response.keys = frozenset({"navigation", f"around-{page.pk}"})
    return response


def _breadcrumb(page: PageRow, site: ServedSite, neighbours: NearbyRows) -> tuple[Link, ...]:
    if page.pk == site.roots[0].pk:
        return ()
    rows = visible(neighbours.ranges["above"].rows) if "above" in neighbours.ranges else []
    return tuple(
        Link(each.title, site.path_of(each))
        if len(each.path) > 2 * STEPLEN
        else home_link(site.path_of(each))
        for each in rows
    )


def _languages(page: PageRow, site: ServedSite, neighbours: NearbyRows) -> tuple[Link, ...]:
    rows = sorted(visible([page, *neighbours.translations]), key=attrgetter("path"))
    if len(rows) < 2:
        return ()
    return tuple(
        Link(
            language(each.language_code).endonym,
            site.path_of(each),
            each.pk == page.pk,
            each.language_code,
            site.url_of(each),
            each.language_code == settings.LANGUAGE_CODE,
        )
        for each in rows
    )


def _section(page: PageRow, site: ServedSite, neighbours: NearbyRows) -> tuple[Link, ...]:
    """Return links to the nearest children, or else to the nearest siblings and the page."""
    below, beside = (neighbours.ranges.get(kind, NO_ROWS).rows for kind in ("below", "beside"))
    rows = visible(each for each in below if _place(each) <= DISTANCE)
    if not rows and len(page.path) > SECTION_DEPTH * STEPLEN:
        place = _place(page)
        rows = visible(each for each in beside if abs(_place(each) - place) <= DISTANCE)
        if len(rows) < 2:
            return ()
    return tuple(Link(each.title, site.path_of(each), each.pk == page.pk) for each in rows)


def _place(row: PageRow) -> int:
    place: int = Page._str2int(row.path[-STEPLEN:])
    return place
