"""HEAD, OPTIONS, and a problem for every other method: the API is read-only."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from cms.delivery.problem import problem_response

PREFIX = "/api/delivery/"
ALLOW = "GET, HEAD, OPTIONS"


class DeliveryMethodsMiddleware:
    """In front of the API's routes, which know GET only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ALLOW})
        elif request.method in {"GET", "HEAD"}:
            response = self._read(request)
        else:
            detail = f"{request.method} is not offered: this API is read-only."
            response = problem_response(HTTPStatus.METHOD_NOT_ALLOWED, detail)
            response["Allow"] = ALLOW
        return response

    def _read(self, request: HttpRequest) -> HttpResponse:
        is_head, request.method = request.method == "HEAD", "GET"
        response = self.get_response(request)
        content_type = response.get("Content-Type", "")
        if response.status_code == HTTPStatus.NOT_FOUND and "json" not in content_type:
            detail = "There is nothing at this address."
            response = problem_response(HTTPStatus.NOT_FOUND, detail)
        if is_head:
            request.method = "HEAD"
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response
