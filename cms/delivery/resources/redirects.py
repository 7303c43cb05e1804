"""Redirects, for front ends that route by themselves."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from ninja import Router
from pydantic import BaseModel, Field

from cms.delivery.http.cursor import part_of
from cms.delivery.http.parameters import Limit, Parameters, describe, read
from cms.delivery.http.problem import ERRORS
from cms.delivery.http.responses import answer
from cms.delivery.http.served_site import site_of
from cms.delivery.pages.lists.listing import next_url
from cms.delivery.pages.redirects import location_of
from cms.maintenance.redirects import redirects_of, spellings

router = Router(tags=["navigation"])


class RedirectJson(BaseModel):
    """`path` is the old address; `location` a path of this site, or an address elsewhere."""

    path: str
    location: str
    permanent: bool


class RedirectList(BaseModel):
    """`next` is the address of the following part, null at the end."""

    items: list[RedirectJson]
    next: str | None


class RedirectParameters(Parameters):
    path: str | None = Field(None, max_length=1_000, description="The redirect at this address.")
    limit: Limit = Field(100, description="The most redirects that one answer has.")
    cursor: str | None = Field(None, description="From `next` of the part before.")


@router.get(
    "redirects/",
    response={HTTPStatus.OK: RedirectList, **ERRORS},
    operation_id="listRedirects",
    openapi_extra=describe(RedirectParameters),
)
def redirects(request: HttpRequest) -> HttpResponse:
    """Old addresses and where they lead; those to pages that are not public are left out."""
    params = read(request, RedirectParameters)
    site = site_of(request)
    rows = redirects_of(site.pk)
    if params.path is not None:
        rows = rows.filter(old_path__in=spellings(params.path))
    shown, more = part_of(rows, "old_path", params.cursor, params.limit)
    payload = [
        {"path": iri_to_uri(each.old_path), "location": location, "permanent": each.is_permanent}
        for each in shown
        if (location := location_of(each, site)) is not None
    ]
    seen = [f"page-{each.redirect_page_id}" for each in shown if each.redirect_page_id]
    part = {"items": payload, "next": more and next_url(request, more)}
    return answer(part, ["redirects", *seen], is_cacheable=True)
