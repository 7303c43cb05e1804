"""Problem details for errors (RFC 9457)."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import (
    get_supported_language_variant,
    gettext,
    gettext_noop,
    override,
)
from django.utils.translation import gettext_lazy as _
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
"""The reason phrases of Python's `http`."""
INVALID = gettext_noop("Invalid Parameters")
"""The title of 422, whose reason phrase depends on the version of Python."""


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


def invalid(name: str, message: str | Promise) -> ProblemError:
    """Return a 422 problem for one parameter; the message continues after its name."""
    named = format_lazy("{name}: {message}", name=name, message=message)
    return ProblemError(
        HTTPStatus.UNPROCESSABLE_ENTITY, named, parameters=[{"name": name, "message": named}]
    )


def not_one_of(value: str, choices: Iterable[str]) -> str | Promise:
    """Return the message for a value that is none of these; evaluated lazily."""
    names = ", ".join(choices) or "–"
    return format_lazy(_("“{value}” is not one of {choices}."), value=value[:50], choices=names)


def in_preferred_language(request: HttpRequest) -> AbstractContextManager[object]:
    """Return a context in which texts are in the language that `Accept-Language` prefers.

    Only problems differ by it: they are never cached, so no cache must tell them apart.
    """
    for code, __ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "").lower()):
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
        "title": title or gettext(_phrase(status)),
        "status": int(status),
        "detail": str(detail),
    }
    response = HttpResponse(
        to_json(body | more, fallback=str), status=status, content_type="application/problem+json"
    )
    response["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _phrase(status: HTTPStatus) -> str:
    return INVALID if status == HTTPStatus.UNPROCESSABLE_ENTITY else status.phrase


def on_problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    with in_preferred_language(request):
        return problem_response(error.status, error.detail, **error.more)
