"""The statistics of searches are kept for each site, and shown for one or for all."""

import re

import pytest
from django.utils import timezone
from wagtail.models import Page, Site

from cms.caching.invalidation import invalidate
from search.engines import active
from search.indexing.rebuild import rebuild
from search.insight import daily_counts
from search.insight.models import DayPage, DayQuery, LoggedSearch, OpenedResult
from search.insight.report import Report
from search.insight.write_buffer import WriteBuffer
from tests.factories import ContentPageFactory, HomePageFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(settings, monkeypatch, tmp_path):
    """A buffer without its thread, and an index that is kept nowhere else."""
    settings.SEARCH_LOG = True
    settings.SEARCH_INDEX_DIR = tmp_path
    settings.ALLOWED_HOSTS = ["*"]
    active.engine.cache_clear()
    buffer = WriteBuffer()
    monkeypatch.setattr(buffer, "_start", lambda: None)
    monkeypatch.setattr("search.insight.log.buffer", buffer)
    yield buffer
    active.engine.cache_clear()
    invalidate()


@pytest.fixture
def sites(log):
    """Return the ids of two sites with a page of the same title each."""
    root = site_root()
    first = Site.objects.get(is_default_site=True)
    home = HomePageFactory(parent=Page.objects.get(depth=1), slug="other", title="Other")
    second = Site.objects.create(hostname="second.example", root_page=home)
    for parent in (root, home):
        ContentPageFactory(parent=parent, title="Charter")
    invalidate()
    rebuild(active.engine("embedded"))
    return first.pk, second.pk


def search(client, query, host="localhost"):
    return client.get(f"/search/?q={query}", headers={"host": host})


def today():
    return timezone.now().date()


def test_a_search_is_counted_on_the_site_where_it_was_made(client, log, sites):
    first, second = sites
    search(client, "Charter")
    search(client, "unicorn", "second.example")
    search(client, "unicorn", "second.example")
    client.get("/api/delivery/v1/search/?q=charter&site=all")
    log.flush()
    daily_counts.count_days()

    assert {*LoggedSearch.objects.values_list("text", "site_id")} == {
        ("charter", first),
        ("unicorn", second),
        ("charter", None),
    }
    assert [each.text for each in Report(today(), today(), first).top()] == ["charter"]
    assert [each.text for each in Report(today(), today(), second).top()] == ["unicorn"]
    assert Report(today(), today()).totals.searches == 4


def test_an_opened_result_is_counted_on_the_site_where_it_was_opened(client, log, sites):
    first, second = sites
    html = search(client, "Charter", "second.example").content.decode()
    token = re.search(r'data-opened="([^"]+)"', html)[1]
    page = Page.objects.filter(title="Charter").order_by("pk").last()
    client.post("/search/opened/", {"token": token, "page": page.pk})
    log.flush()
    daily_counts.count_days()

    assert OpenedResult.objects.get().site_id == second
    assert daily_counts.most_read(site=second) == [page.pk]
    assert daily_counts.most_read(site=first) == []
    assert daily_counts.most_read() == [page.pk]


def test_the_days_of_two_sites_may_have_the_same_text_and_page(client, log, sites):
    search(client, "charter")
    search(client, "charter", "second.example")
    log.flush()
    daily_counts.count_days()
    daily_counts.count_days()

    assert sorted(DayQuery.objects.values_list("site_id", flat=True)) == sorted(sites)
    assert Report(today(), today()).top()[0].searches == 2
    assert not DayPage.objects.exists()


def test_the_dashboard_shows_one_site_or_all(admin_client, log, sites):
    second = sites[1]
    search(admin_client, "unicorn", "second.example")
    log.flush()
    daily_counts.count_days()

    everything = admin_client.get("/admin/search/insight/").content.decode()
    of_site = admin_client.get(f"/admin/search/insight/?site={second}").content.decode()
    of_other_site = admin_client.get(f"/admin/search/insight/?site={sites[0]}").content.decode()
    csv = admin_client.get(f"/admin/search/insight/?site={sites[0]}&export=queries")

    assert "unicorn" in everything
    assert "unicorn" in of_site
    assert f"site={second}&amp;export=queries" in of_site
    assert "unicorn" not in of_other_site
    assert "unicorn" not in csv.content.decode()
