"""Problem details for errors (RFC 9457)."""

from contextlib import AbstractContextManager
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import (
    get_supported_language_variant,
    gettext,
    gettext_noop,
    override,
)
from django.utils.translation.trans_real import parse_accept_lang_header
from pydantic import BaseModel, ConfigDict
from pydantic_core import to_json

BASE = "https://what-we-do.example/problems"
TYPES = {
    HTTPStatus.BAD_REQUEST: "bad-request",
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed",
    HTTPStatus.GONE: "gone",
    HTTPStatus.UNPROCESSABLE_ENTITY: "invalid-parameters",
    HTTPStatus.TOO_MANY_REQUESTS: "too-many-requests",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal-error",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}


TITLES = (
    gettext_noop("Bad Request"),
    gettext_noop("Unauthorized"),
    gettext_noop("Forbidden"),
    gettext_noop("Not Found"),
    gettext_noop("Method Not Allowed"),
    gettext_noop("Gone"),
    gettext_noop("Too Many Requests"),
    gettext_noop("Internal Server Error"),
    gettext_noop("Service Unavailable"),
)
"""The reason phrases of Python's `http`, without that of 422, which depends on its version."""


class Problem(BaseModel):
    """`type` is stable; `title` and `detail` are for people."""

    type: str
    title: str
    status: int
    detail: str


class ParameterProblem(BaseModel):
    """One parameter that is not as it should be."""

    name: str
    message: str


class InvalidParameters(Problem):
    """Every parameter at fault, by name."""

    parameters: list[ParameterProblem]


class WithheldPage(BaseModel):
    id: int
    title: str
    path: str


class UnderMaintenance(Problem):
    """`title` and `detail` are the notice; `until` is when the content returns, if known."""

    until: datetime | None
    page: WithheldPage


class ServiceProblem(Problem):
    """A temporary problem; with `page`, that page is under maintenance."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    until: datetime | None = None
    page: WithheldPage | None = None


ERRORS: dict[int, Any] = {422: InvalidParameters} | dict.fromkeys((401, 429, 500), Problem)
"""Errors that all routes can return."""
NOT_FOUND: dict[int, Any] = {404: Problem}
ONE_PAGE: dict[int, Any] = {403: Problem, 404: Problem, 410: Problem, 503: ServiceProblem}


class ProblemError(Exception):
    """An error in a route, which is returned as a problem."""

    def __init__(self, status: HTTPStatus, detail: str | Promise, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more = status, detail, more


def invalid(name: str, message: str) -> ProblemError:
    """Return a 422 problem for one parameter."""
    return ProblemError(
        HTTPStatus.UNPROCESSABLE_ENTITY, message, parameters=[{"name": name, "message": message}]
    )


def in_preferred_language(request: HttpRequest) -> AbstractContextManager[object]:
    """Return a context in which texts are in the language that `Accept-Language` prefers.

    Only problems differ by it: they are never cached, so no cache must tell them apart.
    """
    for code, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "").lower()):
        if code == "*":
            break
        try:
            return override(get_supported_language_variant(code))
        except LookupError:
            continue
    return override(settings.LANGUAGE_CODE)


def problem_response(
    status: HTTPStatus, detail: str | Promise, kind: str | None = None, title: str = "", **more: Any
) -> HttpResponse:
    """Return a problem response, which is never cacheable."""
    body = {
        "type": f"{BASE}/{kind or TYPES.get(status, 'error')}",
        "title": title or gettext(status.phrase),
        "status": int(status),
        "detail": str(detail),
    }
    response = HttpResponse(
        to_json(body | more), status=status, content_type="application/problem+json"
    )
    response["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def on_problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    with in_preferred_language(request):
        return problem_response(error.status, error.detail, **error.more)
