"""The MCP server over HTTP: stateless, one JSON answer for each request.

The SDK's ASGI application runs inside the request, behind the middleware of the site: the same
server, limits, keys and security headers as everywhere, whichever server Django runs on.
"""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from cms.delivery.http.problem import ProblemError, on_problem, problem_response
from cms.delivery.http.served_site import ServedSite, site_of
from cms.delivery.keys import key_of, rate_factor
from cms.throttling.throttle import Throttle

MAX_BODY_BYTES = 64 * 1024
PASSED_ON = ("accept", "content-type", "mcp-")  # beginnings of the names of headers
throttle = Throttle("mcp", limit=120, window=10)


@csrf_exempt  # nothing is changed, and clients have no cookies
def mcp(request: HttpRequest) -> HttpResponse:
    """Answer one message; 401 for a wrong key, 413 for a long one, 429 for one too many."""
    try:
        allowance = throttle.take(request, rate_factor(key_of(request)))
        if allowance and allowance.is_spent:
            detail = f"Too many requests: try again in {allowance.seconds} seconds."
            response = problem_response(HTTPStatus.TOO_MANY_REQUESTS, detail)
        else:
            response = _refusal(request) or _answer(request, site_of(request))
    except ProblemError as error:
        return on_problem(request, error)
    if allowance:
        allowance.add_headers(response)
    response["Cache-Control"] = "no-store"
    return response


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """Return the reason why the request is refused, or None.

    Origins are checked as the specification demands, against DNS rebinding.
    """
    if request.method != "POST":
        detail = "Send messages with POST; this server has no streams and no sessions."
        response = problem_response(HTTPStatus.METHOD_NOT_ALLOWED, detail)
        response["Allow"] = "POST"
        return response
    origin = request.headers.get("Origin")
    own_origin = f"{request.scheme}://{request.get_host()}"
    if origin and origin != own_origin and not {origin, "*"} & {*settings.CORS_ALLOWED_ORIGINS}:
        return problem_response(HTTPStatus.FORBIDDEN, "This origin may not use the MCP server.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
        detail = f"A message has at most {MAX_BODY_BYTES} bytes."
        return problem_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
    return None


def _answer(request: HttpRequest, site: ServedSite) -> HttpResponse:
    headers = [
        (name.lower().encode(), value.encode())
        for name, value in request.headers.items()
        if name.lower().startswith(PASSED_ON)
    ]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": request.scheme,
        "path": request.path,
        "raw_path": request.path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": None,
        "server": None,
    }
    sent: list[dict[str, Any]] = async_to_sync(_exchange)(scope, request.body, site)
    return _response(sent)


async def _exchange(scope: dict[str, Any], body: bytes, site: ServedSite) -> list[dict[str, Any]]:
    """Return the messages that the SDK's application sends for one request."""
    # The SDK takes half a second to import, and few processes ever answer a message.
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from cms.delivery.mcp.server import server_of

    sent: list[dict[str, Any]] = []
    unread = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not unread:
            await asyncio.Event().wait()  # the client stays until it has its answer
        return unread.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    manager = StreamableHTTPSessionManager(
        server_of(site), stateless=True, json_response=True, max_request_body_size=MAX_BODY_BYTES
    )
    async with manager.run():
        await manager.handle_request(scope, receive, send)
    return sent


def _response(sent: Iterable[dict[str, Any]]) -> HttpResponse:
    response = HttpResponse()
    for message in sent:
        if message["type"] == "http.response.start":
            response = HttpResponse(status=message["status"])
            for name, value in message["headers"]:
                response[name.decode()] = value.decode()
        else:
            response.write(message.get("body", b""))
    return response
