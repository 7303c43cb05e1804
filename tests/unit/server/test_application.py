"""The ASGI application: threads, and how responses are sent."""

import asyncio
import threading
from http import HTTPStatus

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from cms.caching.cached_only import record_hit, record_miss
from cms.server import application as serving
from cms.server.application import Application
from cms.server.fast_path import FastPath
from cms.server.limits import BodyLimit
from tests.event_loop import run
from tests.unit.server.test_environ import scope


class Handler(WSGIHandler):
    """Return Django's handler with one view and without middleware."""

    def __init__(self, view):
        self.view = view
        self.threads = []

    def get_response(self, request):
        self.threads.append(threading.current_thread().name.partition("_")[0])
        return self.view(request)


def send(view_or_handler, path=b"/", method="GET", times=1, *, headers=(), fast=False):
    """Return the messages that the application sends for the last of some requests."""
    handler = view_or_handler
    if not isinstance(handler, Handler):
        handler = Handler(handler)
    application = Application(
        handler,
        threads=1,
        limits=[BodyLimit("/", 1000, 5)],
        session_cookie="sessionid",
        fast_path=FastPath(handler) if fast else None,
    )
    sent = []

    async def receive():
        raise AssertionError("There is no body.")

    async def send(message):
        sent.append(message)

    async def requests():
        for _ in range(times):
            sent.clear()
            await application(scope(path, headers=headers) | {"method": method}, receive, send)

    run(requests())
    return sent


def body_of(messages):
    return b"".join(message["body"] for message in messages[1:])


def test_a_response_is_sent_at_once():
    start, body = send(lambda request: HttpResponse("Hello", headers={"X-Name": "value"}))

    assert start["status"] == 200
    assert (b"X-Name", b"value") in start["headers"]
    assert body == {"type": "http.response.body", "body": b"Hello"}


def test_cookies_are_sent():
    def view(request):
        response = HttpResponse()
        response.set_cookie("name", "value")
        return response

    assert (b"Set-Cookie", b"name=value; Path=/") in send(view)[0]["headers"]


def test_head_has_the_headers_and_no_body():
    view = lambda request: HttpResponse("Hello", headers={"Content-Length": "5"})  # noqa: E731
    start, body = send(view, method="HEAD")

    assert (b"Content-Length", b"5") in start["headers"]
    assert body["body"] == b""


def test_a_whole_file_is_sent_by_its_path(tmp_path):
    file = tmp_path / "file.txt"
    file.write_text("Hello")

    _, sent = send(lambda request: FileResponse(file.open("rb")))

    assert sent == {"type": "http.response.pathsend", "path": str(file)}


def test_a_part_of_a_file_is_streamed(tmp_path):
    (tmp_path / "file.txt").write_text("Hello")
    file = (tmp_path / "file.txt").open("rb")
    file.seek(3)

    assert body_of(send(lambda request: FileResponse(file))) == b"lo"


def test_a_stream_is_sent_in_its_order_and_closed():
    closed = []

    def view(request):
        response = StreamingHttpResponse(str(number) for number in range(1000))
        response._resource_closers.append(lambda: closed.append(True))
        return response

    assert body_of(send(view)) == "".join(map(str, range(1000))).encode()
    assert closed == [True]


def test_a_failing_stream_closes_the_connection():
    def failing():
        yield b"begun"
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        send(lambda request: StreamingHttpResponse(failing()))


def test_a_client_that_does_not_read_is_disconnected(monkeypatch):
    monkeypatch.setattr(serving, "SEND_TIMEOUT", 0.05)
    endless = iter(lambda: b"x" * 1000, None)
    handler = Handler(lambda request: StreamingHttpResponse(endless))
    application = Application(
        handler, threads=1, limits=[BodyLimit("/", 1000, 5)], session_cookie="sessionid"
    )

    async def send(message):
        if message.get("body"):
            await asyncio.sleep(60)

    run(asyncio.wait_for(application(scope(), None, send), 10))


def test_too_many_waiting_requests_are_refused(monkeypatch):
    monkeypatch.setattr(serving, "MAX_WAITING", 0)

    start, _ = send(lambda request: HttpResponse())

    assert start["status"] == HTTPStatus.SERVICE_UNAVAILABLE
    assert b"Retry-After" in dict(start["headers"])


def test_views_run_in_a_thread_and_the_probe_does_not():
    handler = Handler(lambda request: HttpResponse())
    send(handler, b"/healthz")
    send(handler, b"/")

    assert handler.threads == ["event-loop", "django"]


def test_a_cached_response_needs_no_thread():
    def view(request):
        record_hit()
        return HttpResponse("cached")

    handler = Handler(view)

    assert body_of(send(handler, times=3, fast=True)) == b"cached"
    assert handler.threads == ["django", "event-loop", "event-loop"]


def test_a_response_that_is_no_longer_cached_is_made_in_a_thread():
    requests = []

    def view(request):
        requests.append(request)
        (record_miss if len(requests) == 2 else record_hit)()
        return HttpResponse("made")

    handler = Handler(view)

    assert body_of(send(handler, times=3, fast=True)) == b"made"
    assert handler.threads == ["django", "event-loop", "django", "event-loop"]


@pytest.mark.parametrize("header", [(b"authorization", b"Bearer x"), (b"cookie", b"sessionid=x")])
def test_requests_with_credentials_run_in_a_thread(header):
    def view(request):
        record_hit()
        return HttpResponse()

    handler = Handler(view)
    send(handler, times=2, headers=[header], fast=True)

    assert handler.threads == ["django", "django"]
