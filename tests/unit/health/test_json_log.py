"""Log lines of JSON, tied together by the id of a request."""

import json
import logging
import threading

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.health.json_log import JsonFormatter
from cms.health.request_id import RequestIdMiddleware, request_id


def line(message="Hello", **more):
    record = logging.LogRecord("cms", logging.WARNING, "f.py", 1, message, None, None)
    record.__dict__ |= more
    return json.loads(JsonFormatter().format(record))


def handled(view, **headers):
    return RequestIdMiddleware(view)(RequestFactory().get("/", headers=headers))


def test_a_line_is_one_object():
    record = line("Two\nlines “quoted”", created=0.0)

    assert record["time"] == "1970-01-01T00:00:00.000+00:00"
    assert (record["level"], record["logger"]) == ("WARNING", "cms")
    assert record["message"] == "Two\nlines “quoted”"


def test_a_traceback_is_part_of_it():
    try:
        raise ValueError
    except ValueError as error:
        record = line(exc_info=(ValueError, error, error.__traceback__))

    assert record["exception"].endswith("ValueError")


def test_lines_of_one_request_share_an_id_and_others_differ():
    ids = []

    def view(request):
        ids.append((line()["request"], line()["request"]))
        return HttpResponse()

    handled(view)
    handled(view)

    assert all(first == second for first, second in ids)
    assert ids[0] != ids[1]


def test_outside_requests_there_is_none():
    ids = []
    thread = threading.Thread(target=lambda: ids.append((request_id(), "request" in line())))
    thread.start()
    thread.join()

    assert ids == [(None, False)]


@pytest.mark.parametrize(
    ("proxies", "sent", "is_taken"),
    [
        (1, "7f3e0c4a-1b2d", True),
        (0, "7f3e0c4a-1b2d", False),  # nobody to trust
        (1, "short", False),
        (1, 'x" injected="yes', False),
        (1, "a" * 65, False),
    ],
)
def test_the_id_of_a_trusted_proxy_is_taken_and_sent_back(settings, proxies, sent, is_taken):
    settings.TRUSTED_PROXIES = proxies
    ids = []

    def view(request):
        ids.append(request_id())
        return HttpResponse()

    response = handled(view, **{"X-Request-ID": sent})

    assert (ids == [sent]) is is_taken
    assert response.get("X-Request-ID") == (sent if is_taken else None)
