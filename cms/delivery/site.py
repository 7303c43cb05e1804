"""Which site a request is for."""

from http import HTTPStatus

from django.http import HttpRequest
from wagtail.models import Site

from cms.delivery.problem import ProblemError


def site_of(request: HttpRequest) -> Site:
    """Raises a 404 problem where no site answers."""
    site: Site | None = Site.find_for_request(request)
    if site is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, "No site answers at this address.")
    return site
