"""Rate limits of one client, on the page and in the API."""

import pytest

from cms.delivery import middleware as front
from cms.throttling import throttle
from cms.throttling.throttle import Throttle
from search.http import throttle as limits
from tests.factories import site_root

pytestmark = pytest.mark.django_db
SEARCH, SUGGEST = "/api/delivery/v1/search/?q=x", "/api/delivery/v1/search/suggest/?q=x"


@pytest.fixture(autouse=True)
def few(settings, monkeypatch):
    """A throttle of two requests in an hour."""
    settings.RATE_LIMIT = True
    site_root()
    for module, name in ((front, "throttle"), (limits, "pages")):
        old = getattr(module, name)
        monkeypatch.setattr(old, "limit", 2)
        monkeypatch.setattr(old, "window", 3600)
        monkeypatch.setattr(old, "_ends", 0.0)
    yield
    front.throttle._ends = limits.pages._ends = 0.0


@pytest.mark.parametrize("path", [SEARCH, SUGGEST, "/api/delivery/v1/locales/", "/search/?q=x"])
def test_every_response_has_the_remaining_requests(client, path):
    answers = [client.get(path) for _ in range(2)]

    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0"]
    assert answers[0]["RateLimit-Limit"] == "2"
    assert answers[0]["RateLimit-Policy"] == "2;w=3600"
    assert 0 < int(answers[0]["RateLimit-Reset"]) <= 3600
    assert "Retry-After" not in answers[1]


@pytest.mark.parametrize("path", [SEARCH, SUGGEST])
def test_exceeding_the_limit_is_a_problem_in_the_api(client, path):
    for _ in range(3):
        answer = client.get(path)

    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith("/too-many-requests")
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"] == "no-store"


def test_exceeding_the_limit_is_an_html_page_for_visitors(client):
    for _ in range(3):
        answer = client.get("/search/?q=peace+%26+%22quiet%22")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"] == "no-store"
    text = answer.content.decode()
    assert "Too many searches" in text
    assert 'href="/search/?q=peace+%26+%22quiet%22"' in text


def test_another_client_has_its_own_allowance(client):
    for _ in range(3):
        client.get("/search/", REMOTE_ADDR="192.0.2.1")

    assert client.get("/search/", REMOTE_ADDR="192.0.2.2").status_code != 429


def test_the_allowance_can_be_switched_off(client, settings):
    settings.RATE_LIMIT = False
    answers = [client.get("/search/") for _ in range(4)]

    assert 429 not in {answer.status_code for answer in answers}
    assert "RateLimit-Limit" not in answers[0]


def test_a_new_window_starts_from_zero(client, monkeypatch):
    for _ in range(3):
        client.get("/search/")
    later = throttle.time.monotonic() + 3601
    monkeypatch.setattr(throttle.time, "monotonic", lambda: later)

    assert client.get("/search/").status_code != 429


def test_processes_share_counts_with_redis(rf, settings):
    settings.RATE_LIMIT_SHARED = True
    first, other = Throttle("together", 5, 3600), Throttle("together", 5, 3600)

    left = [each.take(rf.get("/")).left for each in (first, other, first)]

    assert left == [4, 3, 2]


def test_processes_count_separately_without_redis(rf, settings, monkeypatch):
    def fail(*arguments):
        raise ValueError("away")

    settings.RATE_LIMIT_SHARED = True
    monkeypatch.setattr(throttle.cache, "incr", fail)
    first, other = Throttle("alone", 5, 3600), Throttle("alone", 5, 3600)

    assert [each.take(rf.get("/")).left for each in (first, other, first)] == [4, 4, 3]


def test_shared_caches_do_not_store_a_visitors_page(client):
    assert client.get("/search/?q=x")["Cache-Control"].startswith("private")
