"""The search log: what it records and what it does not."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from search.engines import active
from search.indexing.rebuild import rebuild
from search.insight import daily_counts, write_buffer
from search.insight.models import (
    DayPage,
    DayPosition,
    DayQuery,
    DayTotal,
    LoggedSearch,
    OpenedResult,
)
from search.insight.privacy import anonymize
from search.insight.write_buffer import WriteBuffer
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"


@pytest.fixture
def log(settings, monkeypatch):
    """A buffer without its thread; tests call `flush` instead."""
    settings.SEARCH_LOG = True
    buffer = WriteBuffer()
    monkeypatch.setattr(buffer, "_start", lambda: None)
    monkeypatch.setattr("search.insight.log.buffer", buffer)
    return buffer


@pytest.fixture
def pages(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()
    home = site_root()
    charters = [ContentPageFactory(parent=home, title=f"Charter {n}") for n in range(3)]
    rebuild(active.engine("embedded"))
    yield charters
    active.engine.cache_clear()


def token_of(answer):
    match = re.search(r'data-opened="([^"]+)"', answer.content.decode())
    return match and match[1]


def test_a_search_is_logged_with_its_results(client, log, pages):
    client.get("/search/?q=Charter")
    client.get(f"{API}?q=Charter&type=home.ContentPage")
    log.flush()

    page, api = LoggedSearch.objects.order_by("source", "pk").reverse()
    assert (page.text, page.source, page.total, page.engine) == ("charter", "page", 3, "embedded")
    assert (api.source, api.filters) == ("api", "type=home.ContentPage")


@pytest.mark.parametrize(
    "header",
    [{"dnt": "1"}, {"sec-gpc": "1"}, {"sec-purpose": "prefetch"}, {"user-agent": "SomeBot/1"}],
)
def test_machines_and_visitors_who_object_are_not_logged(client, log, pages, header):
    answer = client.get("/search/?q=Charter", headers=header)
    client.get(f"{API}?q=Charter", headers=header)
    log.flush()

    assert not LoggedSearch.objects.exists()
    assert token_of(answer) is None


@pytest.mark.parametrize("query", ["", "q=Charter&cursor="])
def test_empty_searches_and_later_results_are_not_logged(client, log, pages, query):
    first = client.get(f"{API}?q=Charter&limit=1").json()
    log.flush()
    client.get(first["next"] if query else "/search/")
    log.flush()

    assert LoggedSearch.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Peace   AND Security ", "peace and security"),
        ("mail ana@example.org now", "mail [mail] now"),
        ("call +62 21 726 2991 or 0812345678", "call +62 21 726 2991 or [number]"),
        ("date:2020-2024 summit", "date:2020-2024 summit"),
        ("x" * 999, "x" * 200),
    ],
)
def test_personal_data_is_removed_from_texts(text, expected):
    assert anonymize(text) == expected


def test_an_opened_result_is_logged_once(client, log, pages):
    token = token_of(client.get("/search/?q=Charter"))
    for _ in range(2):
        sent = client.post("/search/opened/", {"token": token, "page": pages[1].pk})
        assert sent.status_code == 204
    log.flush()

    opened = OpenedResult.objects.get()
    assert (opened.text, opened.page_id) == ("charter", pages[1].pk)
    assert opened.position in {1, 2, 3}


@pytest.mark.parametrize("sent", [{}, {"token": "x:y:z", "page": "1"}, {"page": "\0"}])
def test_a_forged_token_is_refused(client, log, pages, sent):
    assert client.post("/search/opened/", sent).status_code == 422


def test_a_page_that_was_not_among_the_results_is_refused(client, log, pages):
    token = token_of(client.get("/search/?q=Charter"))
    sent = client.post("/search/opened/", {"token": token, "page": site_root().pk})

    assert sent.status_code == 422


def test_a_busy_database_loses_no_rows_and_a_long_outage_the_oldest(log, monkeypatch):
    monkeypatch.setattr(write_buffer, "MAX_ROWS", 3)
    for number in range(5):
        row = {"text": str(number), "source": "api", "total": 0, "engine": "e", "took_ms": 1}
        log.add(LoggedSearch(at=timezone.now(), **row))

    def busy(rows):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(write_buffer, "_write", busy)
        with pytest.raises(OperationalError):
            log.flush()
    log.flush()

    assert set(LoggedSearch.objects.values_list("text", flat=True)) == {"2", "3", "4"}
    assert log.counts == {"dropped": 2, "written": 3}


def test_a_search_does_not_wait_for_the_log(client, log, pages, django_assert_num_queries):
    client.get(f"{API}?q=Charter")
    settled = len(log._rows)
    with django_assert_num_queries(0):
        log.add(log._rows[-1])
    assert len(log._rows) == settled + 1


class TestDays:
    @pytest.fixture(autouse=True)
    def searches(self):
        now = timezone.now()
        common = {"engine": "embedded", "took_ms": 2.0}
        for at in (now, now - timedelta(days=1), now - timedelta(days=100)):
            LoggedSearch.objects.create(at=at, text="peace", source="page", total=4, **common)
            LoggedSearch.objects.create(at=at, text="unicorn", source="api", total=0, **common)
            OpenedResult.objects.create(at=at, search=at.day, text="peace", page_id=7, position=2)

    def test_counting_a_day_twice_changes_nothing(self):
        daily_counts.count_days()
        daily_counts.count_days()

        today = timezone.now().date()
        totals = DayTotal.objects.filter(day=today).order_by("source")
        assert [(t.source, t.searches, t.empty, t.opened) for t in totals] == [
            ("api", 1, 1, 0),
            ("page", 1, 0, 1),
        ]
        peace = DayQuery.objects.get(day=today, text="peace")
        assert (peace.searches, peace.empty, peace.answered, peace.opened) == (1, 0, 1, 1)
        assert DayPage.objects.get(day=today).page_id == 7
        assert DayPosition.objects.get(day=today).position == 2

    def test_old_rows_and_counts_are_deleted(self):
        daily_counts.count_days()
        daily_counts.delete_old()

        assert LoggedSearch.objects.count() == 4
        assert OpenedResult.objects.count() == 2
        assert not DayQuery.objects.filter(day__lt=timezone.now() - timedelta(days=91)).exists()

    def test_a_search_without_results_offers_popular_pages(self, client, pages):
        DayPage.objects.create(day=timezone.now().date(), page_id=pages[2].pk, opened=9)
        DayPage.objects.create(day=timezone.now().date(), page_id=999, opened=10)

        answer = client.get("/search/?q=zzzzqqqq").content.decode()

        assert "Most read pages" in answer
        assert "Charter 2" in answer
