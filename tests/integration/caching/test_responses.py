"""Responses of pages: cached, tagged and compressed."""

import gzip
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.caching.cached_only import NotCachedError, cached_only
from cms.caching.invalidation import invalidate
from cms.caching.response_cache import ResponseCache
from cms.changes import listeners
from cms.maintenance.register import read_snapshot, register
from cms.maintenance.switch import Terms, switch_off, switch_on
from tests.factories import ContentPageFactory, DocumentFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    body = [("rich_text", "<p>" + "Much to read. " * 60 + "</p>")]
    return ContentPageFactory(parent=site_root(), title="Guide", slug="guide", body=body)


@pytest.fixture
def caching_enabled(settings):
    settings.ANSWER_MEMORY = 1_000_000
    yield
    invalidate()


def changed(*changes):
    """Call listeners as after a commit, which a test's transaction never has."""
    listeners.call(changes)


def test_a_second_visit_costs_no_query(client, page, caching_enabled, django_assert_num_queries):
    first = client.get("/guide/")
    with django_assert_num_queries(0):
        second = client.get("/guide/")

    assert second.content == first.content
    assert second["ETag"] == first["ETag"]


def test_a_change_is_shown_at_once(client, page, caching_enabled):
    client.get("/guide/")
    page.title = "Handbook"
    page.save_revision().publish()
    changed()

    assert "Handbook" in client.get("/guide/").content.decode()


def test_a_client_that_has_it_gets_304(client, page):
    etag = client.get("/guide/")["ETag"]
    again = client.get("/guide/", headers={"if-none-match": etag})

    assert again.status_code == 304
    assert again["ETag"] == etag
    assert not again.content


def test_a_new_text_has_a_new_tag(client, page):
    etag = client.get("/guide/")["ETag"]
    page.title = "Handbook"
    page.save_revision().publish()

    assert client.get("/guide/", headers={"if-none-match": etag}).status_code == 200


def test_an_older_tag_gets_the_notice_and_counts_again_afterwards(client, page, caching_enabled):
    etag = client.get("/guide/")["ETag"]
    switch_on([page], Terms())
    assert client.get("/guide/", headers={"if-none-match": etag}).status_code == 503

    switch_off([page])
    assert client.get("/guide/", headers={"if-none-match": etag}).status_code in {200, 304}
    assert client.get("/guide/").status_code == 200


def test_it_is_compressed_if_accepted(client, page):
    plain = client.get("/guide/")
    packed = client.get("/guide/", headers={"accept-encoding": "br, gzip"})
    refused = client.get("/guide/", headers={"accept-encoding": "gzip;q=0"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert packed["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in packed["Vary"]
    assert "Content-Encoding" not in refused


def test_the_compressed_form_is_conditional_too(client, page):
    accept = {"accept-encoding": "gzip"}
    etag = client.get("/guide/", headers=accept)["ETag"]

    assert client.get("/guide/", headers=accept | {"if-none-match": etag}).status_code == 304


def test_a_restricted_page_is_kept_by_no_cache(client, page, caching_enabled):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(UserFactory())
    for _ in range(2):
        answer = client.get("/guide/")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]

    client.logout()
    assert client.get("/guide/").status_code == 302


def test_a_preview_is_never_the_cached_page(client, page, caching_enabled):
    client.force_login(UserFactory(is_superuser=True))
    client.get("/guide/")
    page.title = "Not yet public"
    page.save_revision()
    view = reverse("wagtailadmin_pages:view_draft", args=[page.pk])

    assert "Not yet public" in client.get(view).content.decode()
    assert "Not yet public" not in client.get("/guide/").content.decode()


def test_a_document_names_no_coding_that_it_has_not(client):
    plain = DocumentFactory(file=ContentFile(b"Minutes", name="minutes.txt"))

    assert not client.get(plain.url).has_header("Content-Encoding")


@pytest.mark.parametrize("address", ["/guide/", "/nowhere/", "/search/"])
def test_pages_refuse_post_requests_with_the_allowed_methods(page, address):
    refused = Client(enforce_csrf_checks=True).post(address, {"a": "b"})

    assert refused.status_code == 405
    assert {"GET", "HEAD"} <= set(refused["Allow"].split(", "))


def test_the_admin_still_requires_a_token(page):
    assert Client(enforce_csrf_checks=True).post("/admin/login/").status_code == 403


def test_a_deleted_page_is_gone_and_offers_a_search(client, page):
    page.delete()
    response = client.get("/guide/")

    assert response.status_code == 410
    assert 'action="/search/"' in response.content.decode()
    assert client.get("/guide").status_code in {301, 410}
    assert client.get("/guide/below/").status_code == 404
    ContentPageFactory(parent=site_root(), slug="guide", live=False)
    assert client.get("/guide/").status_code == 404


def test_a_successor_of_a_deleted_page_takes_precedence(client, page):
    page.delete()
    Redirect.objects.create(old_path="/guide", redirect_link="/handbook/")

    assert client.get("/guide/")["Location"] == "/handbook/"


def test_the_event_loop_reads_no_flags_from_the_database(
    page, caching_enabled, monkeypatch, django_assert_num_queries
):
    """Another thread may drop the flags in memory at any time, also while an entry is checked."""
    cache, response = ResponseCache(), SimpleNamespace(size=8)
    cache.put("guide", response, cache.version(), [f"page-{page.pk}"])
    monkeypatch.setattr(register, "snapshot", read_snapshot)
    with cached_only(), django_assert_num_queries(0):
        assert cache.get("guide") is response

    register.invalidate()
    with cached_only(), django_assert_num_queries(0), pytest.raises(NotCachedError):
        cache.get("guide")
