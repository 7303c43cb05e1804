"""The delivery API: its routes, and how it answers when something is wrong."""

import logging
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError
from pydantic import BaseModel
from wagtail.models import Locale

from cms.content.models import Topic
from cms.delivery import changes, listing, page, parameters
from cms.delivery.answer import answer
from cms.delivery.problem import Problem, ProblemError, on_problem, problem_response
from cms.delivery.schema import PageRedirect, PageStub, PageUnderMaintenance, TopicJson, any_page
from cms.delivery.site import site_of

logger = logging.getLogger(__name__)
router = Router(tags=["pages"])
Page: Any = any_page()


class PageList(BaseModel):
    """`next` is the address of the following part, null at the end."""

    items: list[Page | PageStub]
    next: str | None


class LocaleJson(BaseModel):
    code: str
    name: str
    is_default: bool


ONE_PAGE: dict[int, Any] = {
    200: Page | PageUnderMaintenance | PageRedirect,
    **dict.fromkeys((404, 410, 422, 429, 503), Problem),
}


@router.get("pages/", response={200: PageList, 422: Problem, 429: Problem})
def pages(request: HttpRequest) -> HttpResponse:
    """Pages as stubs, or with the `fields` asked for."""
    return answer(request, listing.list_pages(request, site_of(request)))


@router.get("pages/{int:page_id}/", response=ONE_PAGE)
def page_by_id(request: HttpRequest, page_id: int) -> HttpResponse:
    """One page, whole."""
    return answer(request, page.page_by_id(request, site_of(request), page_id))


@router.get("page/", response=ONE_PAGE)
def page_by_path(request: HttpRequest) -> HttpResponse:
    """One page, whole, by its path; a moved one as a redirect."""
    return answer(request, page.page_by_path(request, site_of(request)))


@router.get(
    "changes/", response={200: changes.ChangeList, **dict.fromkeys((410, 422, 429), Problem)}
)
def changes_since(request: HttpRequest) -> HttpResponse:
    """What changed since `cursor`; without one, all that is kept."""
    response = answer(request, changes.list_changes(request, site_of(request)))
    response["Cache-Control"] = "no-cache"
    return response


@router.get("topics/", response={200: list[TopicJson], 422: Problem})
def topics(request: HttpRequest) -> HttpResponse:
    """The taxonomy by which pages are grouped."""
    parameters.only(request, ())
    return answer(request, list(Topic.objects.values("slug", "name", "description")))


@router.get("locales/", response={200: list[LocaleJson], 422: Problem})
def locales(request: HttpRequest) -> HttpResponse:
    """The languages of the site's content."""
    parameters.only(request, ())
    known = [
        {
            "code": each.language_code,
            "name": each.get_display_name(),
            "is_default": each.language_code == settings.LANGUAGE_CODE,
        }
        for each in Locale.objects.all()
    ]
    return answer(request, known)


def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = [{"name": str(each["loc"][-1]), "message": each["msg"]} for each in error.errors]
    detail = "Some parameters are not as they should be."
    return problem_response(HTTPStatus.UNPROCESSABLE_ENTITY, detail, parameters=told)


def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_response(HTTPStatus.NOT_FOUND, "There is nothing at this address.")


def on_failure(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("The API failed at %s", request.path)
    detail = "The answer could not be made; the error has been recorded."
    return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, detail)


def make_api() -> NinjaAPI:
    api = NinjaAPI(
        title="Delivery API",
        version="1",
        description="Public content, read-only: pages, search, and what stands around them.",
        urls_namespace="delivery",
        docs_url="docs/",
        openapi_url="openapi.json",
    )
    handlers: dict[type[Exception], Any] = {
        ProblemError: on_problem,
        ValidationError: on_invalid,
        Http404: on_missing,
        Exception: on_failure,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    api.add_router("", router)
    for prefix, path in settings.DELIVERY_ROUTERS:
        api.add_router(prefix, import_string(path))
    return api


api = make_api()
