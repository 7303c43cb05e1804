"""The routes to pages."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import Router

from cms.delivery.http.parameters import describe, read
from cms.delivery.http.problem import ERRORS, NOT_FOUND, ONE_PAGE, Problem
from cms.delivery.http.served_site import site_of
from cms.delivery.keys import with_restricted
from cms.delivery.pages.drafts.listing import list_drafts
from cms.delivery.pages.drafts.page import draft_answer
from cms.delivery.pages.expansion import FormParameters
from cms.delivery.pages.lists.listing import list_pages
from cms.delivery.pages.lists.parameters import ListParameters
from cms.delivery.pages.page import (
    IdParameters,
    PathParameters,
    page_by_id,
    page_by_path,
)
from cms.delivery.pages.schema import AnyPage, PageList, PageRedirect, PageUnderMaintenance
from cms.delivery.preview import previewed

router = Router(tags=["pages"])


@router.get(
    "pages/",
    response={HTTPStatus.OK: PageList, HTTPStatus.FORBIDDEN: Problem, **ERRORS},
    operation_id="listPages",
    openapi_extra=describe(ListParameters),
)
@with_restricted
def pages(request: HttpRequest) -> HttpResponse:
    """Pages as stubs, or with the requested `fields`; those under maintenance without content."""
    params = read(request, ListParameters)
    if params.version == "draft":
        return list_drafts(request, site_of(request), params)
    return list_pages(request, site_of(request), params)


@router.get(
    "pages/{int:page_id}/",
    response={HTTPStatus.OK: AnyPage | PageUnderMaintenance, **ONE_PAGE, **ERRORS},
    operation_id="getPage",
    openapi_extra=describe(IdParameters),
)
@with_restricted
def page_of_id(request: HttpRequest, page_id: int) -> HttpResponse:
    """One page, whole, by its id."""
    return page_by_id(request, page_id)


@router.get(
    "page/",
    response={
        HTTPStatus.OK: AnyPage | PageUnderMaintenance | PageRedirect,
        **ONE_PAGE,
        **ERRORS,
    },
    operation_id="getPageByPath",
    openapi_extra=describe(PathParameters),
)
@with_restricted
def page_of_path(request: HttpRequest) -> HttpResponse:
    """One page, whole, by its path; a moved one as a redirect."""
    return page_by_path(request)


@router.get(
    "preview/{token}/",
    response={HTTPStatus.OK: AnyPage, HTTPStatus.GONE: Problem, **NOT_FOUND, **ERRORS},
    operation_id="getPreview",
    openapi_extra=describe(FormParameters),
)
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A draft as an editor sees it just now, by the token that the editor's preview hands over."""
    params = read(request, FormParameters)
    return draft_answer(previewed(token), site_of(request), params)
