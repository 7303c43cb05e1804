"""Addresses as front ends send and get them: percent-encoded, with queries, moved."""

from urllib.parse import quote

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from tests.factories import ContentPageFactory, HomePageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
NAMES = ["オレンジ", "กรม", "東南亞國協", "déclaration"]


def by_path(client, path, **more):
    return client.get(f"{API}/page/", {"path": path, **more})


@pytest.fixture(params=NAMES)
def page(request):
    return ContentPageFactory(parent=site_root(), title=request.param, slug=request.param)


@pytest.mark.parametrize("write", [str, quote, lambda path: quote(path).lower()])
def test_a_path_is_taken_decoded_and_percent_encoded(client, page, write):
    assert by_path(client, write(f"/{page.slug}/")).json()["id"] == page.pk


def test_addresses_are_given_percent_encoded(client, page):
    child = ContentPageFactory(parent=page, slug="child")
    payload = by_path(client, f"/{page.slug}/child/").json()

    assert payload["path"] == quote(f"/{page.slug}/child/")
    assert payload["url"].isascii()
    assert payload["seo"]["canonical_url"] == payload["url"]
    assert payload["breadcrumbs"][-1]["path"] == quote(f"/{page.slug}/")
    assert client.get(payload["path"]).status_code == 200
    assert by_path(client, payload["path"]).json()["id"] == child.pk


def test_the_location_of_a_moved_page_is_percent_encoded(client, page):
    Redirect.add_redirect("/old", page)

    assert by_path(client, "/old/").json()["location"] == quote(f"/{page.slug}/")


def test_the_location_of_an_address_elsewhere_is_percent_encoded(client):
    site_root()
    Redirect.add_redirect("/old", "https://example.org/ไทย?q=ก")

    location = by_path(client, "/old").json()["location"]
    assert location == "https://example.org/%E0%B9%84%E0%B8%97%E0%B8%A2?q=%E0%B8%81"


@pytest.mark.parametrize("old_path", ["/ไทย", quote("/ไทย")])
@pytest.mark.parametrize("path", ["/ไทย", quote("/ไทย"), "/ไทย/"])
def test_a_redirect_is_found_however_it_was_written(client, old_path, path):
    Redirect.objects.create(old_path=old_path, redirect_page=site_root())

    assert by_path(client, path).json()["state"] == "redirect"


class TestQueryStrings:
    @pytest.fixture(autouse=True)
    def redirects(self):
        site_root()
        Redirect.add_redirect("/old-a", "/new-a/")
        Redirect.add_redirect("/old-q?x=1", "/new-q/")
        Redirect.add_redirect("/old-q", "/new/")

    @pytest.mark.parametrize(
        ("path", "location"),
        [
            ("/old-a?utm_source=x", "/new-a/"),
            ("/old-a/?utm_source=x&b=2", "/new-a/"),
            ("/old-q?x=1", "/new-q/"),
            ("/old-q/?x=1", "/new-q/"),
            ("/old-q?x=2", "/new/"),
        ],
    )
    def test_the_api_follows_redirects_as_the_site_does(self, client, path, location):
        assert by_path(client, path).json()["location"] == location
        assert client.get(path)["Location"] == location

    def test_a_page_is_found_under_any_query(self, client):
        page = ContentPageFactory(parent=site_root(), slug="here")

        assert by_path(client, "/here/?utm_source=x").json()["id"] == page.pk


def test_a_redirect_of_the_site_comes_before_one_of_all_sites(client):
    site_root()
    Redirect.add_redirect("/old", "/all/")
    Redirect.add_redirect("/old", "/own/", site=Site.objects.get())

    assert by_path(client, "/old").json()["location"] == "/own/"


class TestALanguageWithoutPublicHome:
    @pytest.fixture
    def child(self):
        root = site_root()
        thai = Locale.objects.get_or_create(language_code="th")[0]
        home = HomePageFactory(
            parent=Page.objects.get(depth=1),
            slug="home-th",
            title="หน้าแรก",
            locale=thai,
            translation_key=root.translation_key,
            live=False,
        )
        return ContentPageFactory(parent=home, slug="child", locale=thai)

    def test_pages_below_are_served_on_the_site_and_by_the_api(self, client, child):
        assert client.get("/th/child/").status_code == 200
        assert by_path(client, "/th/child/").json()["id"] == child.pk

    def test_the_home_page_is_no_translation(self, client, child):
        payload = by_path(client, "/").json()

        assert payload["translations"] == []
        assert by_path(client, "/th/").status_code == 404
