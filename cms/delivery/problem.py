"""Errors as problem details, RFC 9457."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic import BaseModel

BASE = "https://what-we-do.example/problems"
TYPES = {
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed",
    HTTPStatus.GONE: "gone",
    HTTPStatus.UNPROCESSABLE_ENTITY: "invalid-parameters",
    HTTPStatus.TOO_MANY_REQUESTS: "too-many-requests",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal-error",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}


class ParameterProblem(BaseModel):
    """One parameter that is not as it should be."""

    name: str
    message: str


class Problem(BaseModel):
    """`type` is stable; `title` and `detail` are for people."""

    type: str
    title: str
    status: int
    detail: str
    parameters: list[ParameterProblem] | None = None


class ProblemError(Exception):
    """Raised anywhere below a route; becomes the answer."""

    def __init__(self, status: HTTPStatus, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more = status, detail, more


def invalid(name: str, message: str) -> ProblemError:
    """422 that names one parameter."""
    return ProblemError(
        HTTPStatus.UNPROCESSABLE_ENTITY, message, parameters=[{"name": name, "message": message}]
    )


def problem_response(
    status: HTTPStatus, detail: str, kind: str | None = None, **more: Any
) -> HttpResponse:
    """Never cacheable: what is wrong now may be right in a moment."""
    body = {
        "type": f"{BASE}/{kind or TYPES.get(status, 'error')}",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
    }
    response = JsonResponse(body | more, status=status, content_type="application/problem+json")
    response["Cache-Control"] = "no-store"
    return response


def on_problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return problem_response(error.status, error.detail, **error.more)
