"""Restricts Wagtail's API v3 to requests with a valid token."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from wagtail.api.v3.auth import BearerTokenAuth

from cms.delivery.http.problem import problem_response
from cms.throttling.attempts import AttemptLimit

PREFIX = "/api/v3/"
wrong_tokens = AttemptLimit("api-token", limit=30, window=300)


class TokenOnlyMiddleware:
    """Requires a token at every address below API v3, its schema and documents included.

    v3 itself answers anonymous readers, and takes a wrong token for none; both would show
    what the public state withholds. A token is worth no more than its owner: who may not open
    the admin gets nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX) or _holds_token(request):
            return self.get_response(request)
        allowance = wrong_tokens.take(request) if "Authorization" in request.headers else None
        if allowance and allowance.is_spent:
            detail = f"Too many wrong tokens: try again in {allowance.seconds} seconds."
            refused = problem_response(HTTPStatus.TOO_MANY_REQUESTS, detail)
            allowance.add_headers(refused)
            return refused
        detail = "This API needs a valid token: send “Authorization: Bearer …”."
        response = problem_response(HTTPStatus.UNAUTHORIZED, detail)
        response["WWW-Authenticate"] = "Bearer"
        return response


def _holds_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return False
    visitor = request.user
    try:
        authenticated = BearerTokenAuth().authenticate(request, token.strip())
        return authenticated is not None and authenticated.user.has_perm(
            "wagtailadmin.access_admin"
        )
    finally:
        request.user = visitor
