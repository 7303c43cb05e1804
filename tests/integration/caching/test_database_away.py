"""Cached pages while the database is away: as last known, but never what time withdraws."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.caching import response_cache
from cms.caching.invalidation import invalidate
from cms.caching.response_cache import ResponseCache
from cms.caching.stale_if_error import MAX_STALE, STALE_AFTER
from cms.changes.threads.last_read import LastRead
from cms.maintenance.models import Maintenance
from tests.factories import ContentPageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=2)


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch, settings):
    """Contact to the change log, confirmed now."""
    settings.ANSWER_MEMORY = 2**20
    clock = Clock()
    last_read = LastRead(clock)
    last_read.record()
    monkeypatch.setattr("cms.caching.stale_if_error.last_read", last_read)
    monkeypatch.setattr("cms.content.serving.responses", ResponseCache())
    invalidate()
    yield clock
    invalidate()  # the rolled back database is cached otherwise


@pytest.fixture
def pages():
    root = site_root()
    return [ContentPageFactory(parent=root, title=title) for title in ("Rivers", "Mountains")]


@pytest.fixture
def away(clock, monkeypatch):
    """A function that takes the database away for so many seconds."""

    def go(seconds):
        clock.now += seconds
        at = response_cache.time.time() + seconds
        monkeypatch.setattr("cms.caching.response_cache.time.time", lambda: at)

    return go


def is_cached(client, page):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page.url)
    return response.status_code == 200 and not queries.captured_queries


def test_a_response_says_how_old_it_may_be(client, pages, away):
    assert "Cache-Status" not in client.get(pages[0].url)
    assert "Cache-Status" not in client.get(pages[0].url)

    away(STALE_AFTER + 20)

    assert client.get(pages[0].url)["Cache-Status"] == f"cms; hit; ttl=-{STALE_AFTER + 20:.0f}"


def test_a_304_says_it_too(client, pages, away):
    etag = client.get(pages[0].url)["ETag"]
    away(STALE_AFTER + 20)

    answer = client.get(pages[0].url, headers={"If-None-Match": etag})

    assert answer.status_code == 304
    assert "Cache-Status" in answer


def test_it_ends_after_ten_minutes(client, pages, away):
    client.get(pages[0].url)
    away(MAX_STALE - 1)
    assert is_cached(client, pages[0])

    away(2)

    assert not is_cached(client, pages[0])


def test_a_page_that_expires_is_no_longer_served_and_others_are(client, pages, away):
    expiring, other = pages
    Page.objects.filter(pk=expiring.pk).update(expire_at=timezone.now() + LATER)
    for page in pages:
        client.get(page.url)

    away(LATER.total_seconds() + 1)

    assert not is_cached(client, expiring)
    assert is_cached(client, other)


def test_a_window_that_begins_withdraws_its_page(client, pages, away):
    flagged, other = pages
    start = timezone.now() + LATER
    Maintenance.objects.create(page=flagged, set_by=UserFactory(), start=start)
    for page in pages:
        client.get(page.url)

    away(LATER.total_seconds() + 1)

    assert not is_cached(client, flagged)
    assert is_cached(client, other)


def test_a_window_of_a_subtree_withdraws_all_that_it_may_hold(client, pages, away):
    start = timezone.now() + LATER
    Maintenance.objects.create(
        page=site_root(), set_by=UserFactory(), start=start, with_descendants=True
    )
    client.get(pages[0].url)

    away(LATER.total_seconds() + 1)

    assert not is_cached(client, pages[0])


def test_while_the_database_is_there_time_drops_everything(client, pages, away, clock):
    Page.objects.filter(pk=pages[0].pk).update(expire_at=timezone.now() + LATER)
    client.get(pages[1].url)

    away(LATER.total_seconds() + 1)
    clock.now = 1000.0

    assert not is_cached(client, pages[1])
