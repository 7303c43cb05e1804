"""Headers and limits that hold from the first page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from django.utils import translation

from tests.factories import UserFactory, site_root

pytestmark = pytest.mark.django_db


def policy(response):
    directives = response["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (each.split() for each in directives)}


def test_the_public_site_runs_no_inline_script_or_style(client):
    site_root()

    directives = policy(client.get("/"))

    assert directives["default-src"] == ["'self'"]
    assert "'unsafe-inline'" not in str(directives)
    assert directives["frame-ancestors"] == ["'self'"]


def test_the_admin_is_looser_only_where_wagtail_needs_it(client):
    directives = policy(client.get("/admin/login/"))

    assert directives["object-src"] == ["'none'"]
    assert directives["script-src"] == ["'self'", "'unsafe-inline'"]


def test_powerful_features_are_off(client):
    site_root()

    assert "camera=()" in client.get("/")["Permissions-Policy"]


@override_settings(AXES_ENABLED=True)
def test_log_in_is_throttled(client):
    UserFactory(username="editor")
    attempt = {"username": "editor", "password": "wrong"}
    answers = [client.post("/admin/login/", attempt).status_code for _ in range(9)]

    assert answers[0] == 200
    assert answers[-1] == 429


EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/", 200),
        ("get", "/nowhere/", 404),
        ("get", "/healthz", 200),
        ("get", "/robots.txt", 200),
        ("get", "/static/css/site.css", 200),
        ("get", "/opensearch.xml", 200),
        ("post", "/search/", 405),
        ("get", "/media/nothing.png", 404),
        ("get", "/api/delivery/v1/pages/", 200),
        ("get", "/api/delivery/v1/pages/0/", 404),
        ("get", "/api/delivery/v1/pages/?limit=many", 422),
        ("post", "/api/delivery/v1/pages/", 405),
        ("get", "/api/v3/pages/", 401),
        ("get", "/admin/login/", 200),
    ],
)
def test_every_response_has_the_security_headers(client, method, path, status):
    site_root()

    response = getattr(client, method)(path)

    assert response.status_code == status
    assert EVERYWHERE.items() <= dict(response.items()).items()
    assert "default-src" in response["Content-Security-Policy"]


def test_a_wrong_key_is_refused_with_the_security_headers(client):
    response = client.get("/api/delivery/v1/pages/", headers={"Authorization": "Bearer wrong"})

    assert response.status_code == 401
    assert EVERYWHERE.items() <= dict(response.items()).items()


def test_an_error_of_the_site_has_the_security_headers(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("cms.health.probes.HttpResponse", None)

    response = client.get("/healthz")

    assert response.status_code == 500
    assert EVERYWHERE.items() <= dict(response.items()).items()


def test_security_txt_has_what_rfc_9116_requires(client, settings):
    response = client.get("/.well-known/security.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"].startswith("mailto:security@")
    assert fields["Canonical"] == f"{settings.BASE_URL}/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=170) < expires - datetime.now(UTC) < timedelta(days=365)


def test_it_is_at_the_root_without_a_language(client):
    with translation.override("en"):
        assert client.get("/th/.well-known/security.txt").status_code == 404
