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

    API v3 itself answers anonymous requests, and treats a wrong token as none; both would show
    what the public state withholds. The owner of the token must have access to the admin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX) or _has_valid_token(request):
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


def _has_valid_token(request: HttpRequest) -> bool:
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
