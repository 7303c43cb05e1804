"""Caches in front of the site forget what changed, through Wagtail's backends."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from wagtail.models import Page, Site

from cms.changes import log
from cms.changes.models import Change, Kind
from cms.delivery.http.served_site import served
from cms.delivery.purging import PurgeReader, addresses
from home.models import ContentPage
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "http://localhost/api/delivery/v1/"


@pytest.fixture
def pages():
    home = site_root()
    parent = ContentPageFactory(parent=home, slug="parent")
    return home, parent, ContentPageFactory(parent=parent, slug="child")


def purged(*changes):
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    return set(addresses(changes, served(site)))


def test_a_page_is_forgotten_with_those_above_it(pages):
    _home, parent, _child = pages
    urls = purged(Change(kind=Kind.PUBLISHED, page_id=parent.pk))

    assert {"http://localhost/", "http://localhost/parent/"} <= urls
    assert {f"{API}page/?path=/parent/", f"{API}pages/{parent.pk}/", f"{API}navigation/"} <= urls
    assert "http://localhost/parent/child/" not in urls


def test_a_change_of_a_whole_part_forgets_what_is_below(pages):
    _home, parent, child = pages
    urls = purged(Change(kind=Kind.MAINTENANCE, page_id=parent.pk, subtree=True))

    assert f"{API}pages/{child.pk}/" in urls


def test_a_former_address_is_forgotten(pages):
    _home, _parent, child = pages
    before = child.url_path
    child.slug = "renamed"
    child.save_revision().publish()
    moved = Change.objects.filter(kind=Kind.MOVED).last()

    assert moved.url_path == before
    assert {"http://localhost/parent/child/", "http://localhost/parent/renamed/"} <= purged(moved)


def test_a_deleted_page_is_forgotten(pages):
    _home, _parent, child = pages
    pk = child.pk
    Page.objects.get(pk=pk).delete()
    urls = purged(*Change.objects.filter(kind=Kind.DELETED))

    assert {"http://localhost/parent/child/", f"{API}pages/{pk}/"} <= urls


def test_further_paths_of_a_page_type_are_forgotten(pages, monkeypatch):
    monkeypatch.setattr(ContentPage, "get_cached_paths", lambda page: ["/", "/feed/"])

    urls = purged(Change(kind=Kind.PUBLISHED, page_id=pages[1].pk))

    assert "http://localhost/parent/feed/" in urls


def test_a_real_cache_is_purged_by_the_reader_alone(pages, settings):
    class Cache(BaseHTTPRequestHandler):
        def do_PURGE(self):
            purged.add((self.headers["Host"], self.path))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    purged = set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Cache)
    poll = {"poll_interval": 0.01}
    threading.Thread(target=server.serve_forever, kwargs=poll, daemon=True).start()
    settings.WAGTAILFRONTENDCACHE = {
        "cache": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_address[1]}",
        }
    }
    pages[1].save_revision().publish()
    assert purged == set()  # before the commit a cache would keep the earlier page again

    PurgeReader().apply([Change(kind=Kind.PUBLISHED, page_id=pages[1].pk)], log.head())
    server.shutdown()
    server.server_close()

    assert ("localhost", "/parent/") in purged
