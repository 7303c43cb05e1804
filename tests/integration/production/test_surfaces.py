"""Addresses for crawlers and for integrations."""

import pytest
from wagtail.models import APIToken

from tests.factories import UserFactory, site_root

pytestmark = pytest.mark.django_db


def test_robots_txt_names_private_paths_and_the_sitemap(client):
    site_root()

    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/" in text
    assert text.rstrip().endswith("/sitemap.xml")


@pytest.mark.parametrize("path", ["", "pages/", "openapi.json", "docs/", "nowhere/"])
@pytest.mark.parametrize("header", [{}, {"authorization": "Bearer wrong"}, {"authorization": "x"}])
def test_api_v3_refuses_requests_without_a_valid_token(client, path, header):
    site_root()
    client.force_login(UserFactory(is_superuser=True))

    answer = client.get(f"/api/v3/{path}", headers=header)

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_api_v3_answers_a_token(client):
    site_root()
    _, key = APIToken.create_token(user=UserFactory(is_superuser=True), name="test")

    answer = client.get("/api/v3/pages/", headers={"authorization": f"Bearer {key}"})

    assert answer.status_code == 200
    assert answer.json()["count"] >= 1
