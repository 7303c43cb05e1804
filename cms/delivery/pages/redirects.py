"""Find where an address without a page leads, by the redirects that Wagtail keeps."""

from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.utils.encoding import iri_to_uri, uri_to_iri
from wagtail.contrib.redirects.models import Redirect

from cms.delivery.http.served_site import ServedSite
from cms.maintenance.state import public_state


def redirects_of(site: ServedSite) -> "QuerySet[Redirect]":
    """Return the redirects of this site and of all sites, with the pages they lead to."""
    rows: QuerySet[Redirect] = Redirect.objects.filter(Q(site=site.pk) | Q(site=None))
    return rows.select_related("redirect_page")


def spellings(path: str) -> set[str]:
    """Return the ways to store a path: percent-encoded or not, with its query or without."""
    whole = Redirect.normalise_path(iri_to_uri(path), decode_unicode=False)
    return {
        spelling
        for address in (whole, urlsplit(whole).path)
        for spelling in (address, uri_to_iri(address))
    }


def redirect_at(site: ServedSite, path: str) -> Redirect | None:
    """Return an editor's redirect, or the one that moving a page has left.

    As on the site: one that has the query string comes before one without, and one of this
    site before one of all sites.
    """
    return min(
        redirects_of(site).filter(old_path__in=spellings(path)),
        key=lambda row: ("?" not in row.old_path, row.site_id is None, row.old_path),
        default=None,
    )


def location_of(moved: Redirect, site: ServedSite) -> str | None:
    """Return where a redirect leads, percent-encoded as the header `Location` needs it.

    A path within the site, or an address elsewhere; None for a page the public may not see.
    """
    target = moved.redirect_page
    if target is None:
        return iri_to_uri(moved.redirect_link) or None
    if not public_state(target).is_visible:
        return None
    route = moved.redirect_page_route_path.lstrip("/")
    return (site.path_of(target) or target.full_url or "") + iri_to_uri(route)
