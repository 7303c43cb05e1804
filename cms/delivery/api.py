"""The delivery API: its routers and exception handlers."""

import logging
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.views import openapi_view

from cms.caching.response import CacheableResponse
from cms.delivery.http.parameters import Parameters, read
from cms.delivery.http.problem import (
    ProblemError,
    in_preferred_language,
    on_problem,
    problem_response,
)
from cms.delivery.http.responses import CACHE_CONTROL, answer
from cms.delivery.http.routers import api_routers
from cms.delivery.openapi import DESCRIPTION, EXTRA, complete
from cms.delivery.pages import routes as pages
from cms.delivery.resources import catalogue, changes, media, navigation, redirects, sitemap
from cms.health.outage import is_outage

logger = logging.getLogger(__name__)
ROUTERS = tuple(
    each.router for each in (pages, navigation, sitemap, redirects, media, catalogue, changes)
)


def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Return 404, because Ninja validates only parts of the path."""
    with in_preferred_language(request):
        return problem_response(HTTPStatus.NOT_FOUND, _("There is nothing at this address."))


def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    with in_preferred_language(request):
        return problem_response(HTTPStatus.NOT_FOUND, _("There is nothing at this address."))


def on_failure(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return 500; raises the error again in an outage, which is answered for the whole site."""
    if is_outage(error):
        raise error
    logger.exception("The API failed at %s", request.path)
    detail = _("The server could not answer. The error was recorded.")
    with in_preferred_language(request):
        return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, detail)


class DeliveryAPI(NinjaAPI):
    """An API whose OpenAPI document is completed by `cms.delivery.openapi`."""

    def get_openapi_schema(self, **options: Any) -> Any:
        return complete(super().get_openapi_schema(**options))


def make_api() -> DeliveryAPI:
    api = DeliveryAPI(
        title="Delivery API",
        version="1",
        description=DESCRIPTION,
        urls_namespace="delivery",
        docs_url="docs/",
        openapi_url="openapi.json",
        openapi_extra=EXTRA,
    )
    handlers: dict[type[Exception], Any] = {
        ProblemError: on_problem,
        ValidationError: on_invalid,
        Http404: on_missing,
        Exception: on_failure,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    for router in ROUTERS:
        api.add_router("", router)
    for prefix, router in api_routers.entries().items():
        api.add_router(prefix, router)
    return api


api = make_api()


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document, which is generated once per process."""
    payload: dict[str, Any] = api.get_openapi_schema()
    return payload


def docs(request: HttpRequest) -> HttpResponse:
    """Return the page that displays the OpenAPI document; cacheable like the document."""
    page: HttpResponse = openapi_view(request, api=api)
    response = CacheableResponse(page.content, content_type=page["Content-Type"], is_cacheable=True)
    response["Cache-Control"] = CACHE_CONTROL
    response["Surrogate-Key"] = "openapi"
    return response


def openapi(request: HttpRequest) -> HttpResponse:
    try:
        read(request, Parameters)
    except ProblemError as error:
        return on_problem(request, error)
    return answer(document(), ["openapi"], is_cacheable=True)
