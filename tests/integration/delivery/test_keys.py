"""Delivery keys: hashed, with scopes, site and expiry; a wrong one is never anonymous."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.delivery.models import DeliveryKey
from cms.maintenance.switch import Terms, switch_on
from tests.factories import ContentPageFactory, UserFactory, site_root
from tests.sessions import log_in_confirmed

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


def issue(**fields):
    key = DeliveryKey(name="A front end", **fields)
    secret = key.issue()
    key.save()
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


@pytest.fixture
def page():
    page = ContentPageFactory(parent=site_root(), title="Published", slug="text")
    page.title = "Drafted"
    page.save_revision()
    return page


def test_a_wrong_key_is_401_also_where_none_is_needed(client, page):
    for wrong in ("Bearer cms_wrong", "Bearer", "Basic dXNlcjpwYXNz", "Bearer \u00e9"):
        response = client.get(f"{API}/pages/", HTTP_AUTHORIZATION=wrong)
        assert response.status_code == 401, wrong
        assert response["Content-Type"] == "application/problem+json"
        assert response["WWW-Authenticate"] == "Bearer"


def test_an_expired_key_is_401(client, page):
    today = timezone.localdate()
    good, expired = issue(expires_on=today), issue(expires_on=today - timedelta(days=1))

    assert client.get(f"{API}/pages/", **good).status_code == 200
    assert client.get(f"{API}/pages/", **expired).status_code == 401


def test_the_key_itself_is_nowhere_in_the_database(client, page):
    header = issue()["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    row = DeliveryKey.objects.values().get()

    assert header not in str(row)
    assert header.startswith(row["prefix"])


@pytest.mark.parametrize(
    "address", ["/page/?path=/text/&version=draft", "/pages/{}/?version=draft"]
)
class TestDrafts:
    def test_they_need_a_key(self, client, page, address):
        response = client.get(API + address.format(page.pk))

        assert response.status_code == 401
        assert "Drafted" not in response.content.decode()

    def test_they_need_the_scope(self, client, page, address):
        assert client.get(API + address.format(page.pk), **issue()).status_code == 403

    def test_they_are_whole_and_never_cacheable(self, client, page, address):
        response = client.get(API + address.format(page.pk), **issue(reads_drafts=True))

        assert response.status_code == 200
        assert (response.json()["title"], response.json()["state"]) == ("Drafted", "draft")
        assert response["Cache-Control"] == "private, no-store"

    def test_a_withheld_page_is_included(self, client, page, address):
        switch_on([page], Terms(), UserFactory(), "why")
        response = client.get(API + address.format(page.pk), **issue(reads_drafts=True))

        assert response.json()["title"] == "Drafted"

    def test_a_key_of_another_site_is_403(self, client, page, address):
        other = Site.objects.create(hostname="other.example", root_page=page)

        key = issue(reads_drafts=True, site=other)
        assert client.get(API + address.format(page.pk), **key).status_code == 403


def test_a_page_that_was_never_published_is_a_draft_only(client):
    page = ContentPageFactory(parent=site_root(), slug="new", live=False, title="New")
    page.save_revision()

    assert client.get(f"{API}/page/?path=/new/").status_code == 404
    draft = client.get(f"{API}/page/?path=/new/&version=draft", **issue(reads_drafts=True))
    assert draft.json()["title"] == "New"


def test_a_public_answer_says_the_same_with_a_key(client, page):
    with_key = client.get(f"{API}/pages/{page.pk}/", **issue(reads_drafts=True))

    assert with_key.json() == client.get(f"{API}/pages/{page.pk}/").json()


def test_a_key_for_many_requests_has_ten_times_as_many(client, page, settings):
    settings.RATE_LIMIT = True
    usual = int(client.get(f"{API}/pages/")["RateLimit-Limit"])

    assert (
        int(client.get(f"{API}/pages/", **issue(allows_more_requests=True))["RateLimit-Limit"])
        == 10 * usual
    )


def test_an_administrator_makes_a_key_and_sees_it_once(admin_client, admin_user, client, page):
    log_in_confirmed(admin_client, admin_user)
    create = reverse("delivery_deliverykey_modeladmin_create")
    response = admin_client.post(create, {"name": "App", "reads_drafts": "on"}, follow=True)
    [key] = set(re.findall(r"cms_[\w-]{43}", response.content.decode()))

    headers = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
    assert (
        client.get(f"{API}/pages/{page.pk}/?version=draft", **headers).json()["title"] == "Drafted"
    )
    listing = admin_client.get(reverse("delivery_deliverykey_modeladmin_index")).content.decode()
    assert key not in listing
    assert "drafts" in listing
