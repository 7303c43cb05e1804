"""The way from an address to its page, and what it costs."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.caching.invalidation import invalidate
from cms.content import addresses
from home.models import ContentPage
from home.parts import MAX_SECTIONS
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_cache(settings):
    """Cache what all pages share, but no response."""
    settings.ANSWER_MEMORY = 1  # byte
    addresses.overrides_route.cache_clear()
    yield
    addresses.overrides_route.cache_clear()
    invalidate()


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_page_costs_as_many_queries_at_any_depth(client):
    top = parent = ContentPageFactory(parent=site_root(), title="P1")
    for number in range(2, 7):
        parent = ContentPageFactory(parent=parent, title=f"P{number}")

    assert queries(client, parent.url) == queries(client, top.url)


def test_a_page_below_a_draft_is_found_and_a_draft_is_not(client):
    draft = ContentPageFactory(parent=site_root(), title="Draft", live=False)
    ContentPageFactory(parent=draft, title="Below")

    assert client.get("/draft/").status_code == 404
    assert client.get("/draft/below/").status_code == 200
    assert client.get("/draft/nothing/").status_code == 404


def test_a_renamed_page_moves_with_all_below(client):
    top = ContentPageFactory(parent=site_root(), title="Top")
    ContentPageFactory(parent=top, title="Below")
    assert client.get("/top/below/").status_code == 200

    top.slug = "other"
    top.save_revision().publish()

    assert client.get("/other/below/").status_code == 200
    assert client.get("/top/below/").status_code != 200


def test_a_page_type_with_routes_of_its_own_gets_what_is_below_it(client, monkeypatch):
    ContentPageFactory(parent=site_root(), title="Calendar")
    usual = ContentPage.route

    def route(self, request, path_components):
        if self.slug == "calendar" and path_components == ["2026"]:
            return self, [], {}
        return usual(self, request, path_components)

    monkeypatch.setattr(ContentPage, "route", route, raising=False)

    assert client.get("/calendar/2026/").status_code == 200
    assert client.get("/calendar/2027/").status_code == 404


def test_another_root_page_of_the_site_is_served_at_once(
    client, django_capture_on_commit_callbacks
):
    before = site_root()
    assert client.get("/").status_code == 200
    other = ContentPageFactory(parent=Page.objects.get(depth=1), title="Another start")

    with django_capture_on_commit_callbacks(execute=True):
        site = Site.objects.get(root_page=before)
        site.root_page = other
        site.save()

    assert "<h1" in client.get("/").content.decode()
    assert "Another start" in client.get("/").content.decode()


def test_what_is_set_on_the_site_of_a_request_reaches_no_other(client, monkeypatch):
    titles = []

    def serve(self, request, *args, **kwargs):
        root = Site.find_for_request(request).root_page
        titles.append(root.title)
        root.title = "Changed"
        return HttpResponse()

    monkeypatch.setattr(ContentPage, "serve", serve)
    page = ContentPageFactory(parent=site_root())

    client.get(page.url)
    client.get(page.url)

    assert titles == [site_root().title] * 2


def test_the_home_page_lists_so_many_sections_and_no_more(client):
    home = site_root()
    for number in range(MAX_SECTIONS + 5):
        ContentPageFactory(parent=home, title=f"Section {number}")

    page = client.get("/").content.decode()

    assert "Section 0" in page
    assert page.count(">Section ") == MAX_SECTIONS
