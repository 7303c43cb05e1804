"""Redirects on the site lead to pages that the visitor may know of, and to no others."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.maintenance.switch import Terms, switch_on
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = ContentPageFactory(parent=site_root(), title="Vault", slug="vault")
    Redirect.objects.create(old_path="/old", redirect_page=page)
    Redirect.objects.create(old_path="/old?x=1", redirect_page=page)
    return page


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.mark.parametrize("path", ["/old/", "/old/?x=1", "/old/?utm_source=x"])
def test_a_public_page_is_redirected_to(client, page, path):
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (301, "/vault/")


@pytest.mark.parametrize("path", ["/old/", "/old/?x=1", "/old/?utm_source=x"])
@pytest.mark.parametrize("withdraw", [restrict, lambda page: page.unpublish()])
def test_the_path_of_a_page_that_is_not_public_stays_unknown(client, page, path, withdraw):
    withdraw(page)
    response = client.get(path)

    assert response.status_code == 404
    assert b"vault" not in response.content.lower()


def test_those_who_may_open_a_restricted_page_are_redirected(admin_client, page):
    restrict(page)
    response = admin_client.get("/old/")

    assert (response.status_code, response["Location"]) == (301, "/vault/")
    assert response["Cache-Control"] == "private, no-store"


def test_a_page_under_maintenance_is_redirected_to(client, page):
    switch_on([page], Terms())

    assert client.get("/old/")["Location"] == "/vault/"


def test_other_addresses_are_redirected_to(client, page):
    Redirect.objects.create(old_path="/out", redirect_link="/search/?q=vault", is_permanent=False)
    response = client.get("/out/")

    assert (response.status_code, response["Location"]) == (302, "/search/?q=vault")
