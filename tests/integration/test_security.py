"""Headers and limits that hold from the first page."""

import pytest
from django.test import override_settings

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
