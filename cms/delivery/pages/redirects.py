"""Targets of redirects, as the API gives them."""

from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.models import Redirect

from cms.delivery.http.served_site import ServedSite
from cms.maintenance.state import public_state


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
