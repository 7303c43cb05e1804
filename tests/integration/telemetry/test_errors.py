"""Errors of a process as Sentry receives them."""

import json

from tests.integration.telemetry.collector import collecting
from tests.servers.prepared import migrated_data
from tests.servers.production import production_environment, run

FAIL = """
from unittest import mock
from django.db import IntegrityError
from django.test import Client
import sentry_sdk
message = "The row is not unique: maria@example.org\\nDETAIL:  Key (phone)=(555-0100) exists."
client = Client(raise_request_exception=False, headers={"x-forwarded-proto": "https"})
client.cookies["sessionid"] = "a-secret-session"
with mock.patch("cms.delivery.pages.page.site_of", side_effect=IntegrityError(message)):
    response = client.get(
        "/api/delivery/v1/page/?path=/a-private-word/",
        headers={"user-agent": "a-secret-program", "host": "localhost"},
        REMOTE_ADDR="192.0.2.77",
    )
assert response.status_code == 500, response.status_code
sentry_sdk.flush(10)
"""


def test_an_error_is_reported_by_its_route_without_personal_data(tmp_path):
    with collecting() as collector:
        dsn = f"http://key@127.0.0.1:{collector.port}/1"
        environment = production_environment(
            migrated_data(tmp_path), SENTRY_DSN=dsn, TRUSTED_PROXIES="1"
        )
        ended = run(environment, "manage.py", "shell", "-v0", "-c", FAIL)
        assert ended.returncode == 0, ended.stderr

    events = [
        json.loads(line)
        for body in collector.bodies("/envelope/")
        for line in body.splitlines()
        if b'"exception"' in line
    ]
    assert events
    values = [each for event in events for each in event["exception"]["values"]]
    assert "IntegrityError" in {each["type"] for each in values}
    assert all(set(event.get("request", ())) <= {"method"} for event in events)
    assert any("/api/delivery/v1/page/" in event["transaction"] for event in events)
    sent = b"".join(body for _, body in collector.posts)
    for secret in (
        *(b"maria@example.org", b"555-0100", b"a-private-word"),
        *(b"a-secret-program", b"a-secret-session", b"192.0.2.77"),
    ):
        assert secret not in sent
