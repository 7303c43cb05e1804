"""Wagtail's redirects from addresses that have no page."""

from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.utils.encoding import iri_to_uri, uri_to_iri
from wagtail.contrib.redirects.models import Redirect


def redirects_of(site_id: int) -> "QuerySet[Redirect]":
    """Return the redirects of this site and of all sites, with the pages they lead to."""
    rows: QuerySet[Redirect] = Redirect.objects.filter(Q(site=site_id) | Q(site=None))
    return rows.select_related("redirect_page")


def spellings(path: str) -> set[str]:
    """Return the ways to store a path: percent-encoded or not, with its query or without."""
    with_query = Redirect.normalise_path(iri_to_uri(path), decode_unicode=False)
    return {
        spelling
        for address in (with_query, urlsplit(with_query).path)
        for spelling in (address, uri_to_iri(address))
    }


def redirect_at(site_id: int, path: str) -> Redirect | None:
    """Return an editor's redirect, or the one that moving a page has left; one query.

    One that has the query string comes before one without, and one of this site before one of all
    sites.
    """
    return min(
        redirects_of(site_id).filter(old_path__in=spellings(path)),
        key=lambda row: ("?" not in row.old_path, row.site_id is None, row.old_path),
        default=None,
    )
