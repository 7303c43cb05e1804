"""The cache of search responses, and searches that are not cached."""

import gzip
import re
from dataclasses import replace

import pytest

from cms.caching.invalidation import invalidate
from cms.caching.response_cache import ResponseCache
from cms.content.models import Topic
from cms.maintenance.models import Maintenance
from search.engines import active
from search.engines.embedded.engine import EmbeddedEngine
from search.http import answer_cache
from search.indexing.rebuild import rebuild
from search.insight.models import LoggedSearch
from search.insight.write_buffer import WriteBuffer
from search.request.search_request import SearchRequest
from search.result import SearchResult
from search.steering.models import BestBet
from search.vocabulary.labels import resolve_names
from tests.factories import ContentPageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db
PAGE, API = "/search/?q=Charter", "/api/delivery/v1/search/?q=Charter"


@pytest.fixture(autouse=True)
def charter(settings, tmp_path, monkeypatch):
    settings.SEARCH_INDEX_DIR = tmp_path
    settings.ANSWER_MEMORY = 2**20
    monkeypatch.setattr(answer_cache, "cached_answers", ResponseCache())
    active.engine.cache_clear()
    page = ContentPageFactory(parent=site_root(), title="The Charter", summary="Its wording.")
    rebuild(active.engine("embedded"))
    yield page
    active.engine.cache_clear()
    invalidate()  # the rolled back database is cached otherwise


@pytest.fixture
def searched(monkeypatch):
    """Return the requests that reached the engine."""
    requests = []
    search = EmbeddedEngine.search

    def counted(self, request, after, seconds):
        requests.append(request)
        return search(self, request, after, seconds)

    monkeypatch.setattr(EmbeddedEngine, "search", counted)
    return requests


@pytest.mark.parametrize("address", [PAGE, API])
def test_the_same_search_is_answered_once(client, searched, address):
    first = client.get(address)
    second = client.get(address)
    other = client.get(f"{address}&sort=title")

    assert len(searched) == 2
    assert first.status_code == second.status_code == other.status_code == 200
    assert without_token(first) == without_token(second) != without_token(other)


@pytest.mark.parametrize("address", [PAGE, API])
def test_a_cached_response_costs_no_query(client, address, django_assert_num_queries):
    client.get(address)

    with django_assert_num_queries(0):
        client.get(address)


def test_a_cached_response_has_the_headers_of_the_first(client):
    first, again = client.get(PAGE), client.get(PAGE)

    headers = dict(first.items())
    assert dict(again.items()) == headers
    assert {"Content-Security-Policy", "X-Frame-Options", "X-Robots-Tag"} <= headers.keys()


def test_a_cached_response_is_304_for_a_client_that_has_it(client):
    etag = client.get(API)["ETag"]

    again = client.get(API, headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again["ETag"] == etag


def test_a_cached_response_is_compressed_if_accepted(client):
    plain = [client.get(PAGE) for _ in range(2)]
    packed = client.get(PAGE, headers={"Accept-Encoding": "gzip"})

    assert not any("Content-Encoding" in each for each in plain)
    assert packed["Content-Encoding"] == "gzip"
    assert without_token(packed, gzip.decompress) == without_token(plain[1])


def test_nothing_is_sent_to_the_page(client):
    client.get(PAGE)

    assert client.post(PAGE).status_code == 405


def test_each_visitor_has_a_separate_token_and_is_logged(client, settings, monkeypatch):
    settings.SEARCH_LOG = True
    log = WriteBuffer()
    monkeypatch.setattr(log, "_start", lambda: None)
    monkeypatch.setattr("search.insight.log.buffer", log)

    tokens = {token(client.get(PAGE)) for _ in range(3)}
    silent = token(client.get(PAGE, headers={"Sec-GPC": "1"}))
    log.flush()

    assert len(tokens) == 3
    assert silent == ""
    assert LoggedSearch.objects.count() == 3


@pytest.mark.parametrize("address", [PAGE, API])
def test_the_flag_is_shown_at_once(client, charter, address):
    client.get(address)

    Maintenance.objects.create(page=charter, set_by=UserFactory(), heading="Back soon")

    assert b"Its wording." not in client.get(address).content


@pytest.mark.parametrize("address", [PAGE, API])
def test_a_page_indexed_since_is_found(client, address):
    client.get(address)

    ContentPageFactory(parent=site_root(), title="Charter of the Sea")
    rebuild(active.engine("embedded"))

    assert b"of the Sea" in client.get(address).content


def test_a_best_bet_is_shown_at_once(client, charter, django_capture_on_commit_callbacks):
    client.get("/search/?q=constitution")

    with django_capture_on_commit_callbacks(execute=True):
        BestBet.objects.create(queries="constitution", page=charter, title="Our constitution")

    assert b"Our constitution" in client.get("/search/?q=constitution").content


def test_a_partial_response_is_not_cached(client, monkeypatch, searched):
    search = EmbeddedEngine.search

    def short(*arguments) -> SearchResult:
        return replace(search(*arguments), partial=True)

    monkeypatch.setattr(EmbeddedEngine, "search", short)
    client.get(API)
    client.get(API)

    assert [request.text for request in searched] == ["Charter", "Charter"]


def token(answer):
    return re.search('data-opened="([^"]*)"', answer.content.decode())[1]


def without_token(answer, unpacked=bytes):
    return re.sub('data-opened="[^"]*"', "", unpacked(answer.content).decode())


def test_names_of_values_are_cached_until_a_change(django_assert_num_queries):
    request = SearchRequest("topic:law", filters={"type": ("page",)})
    resolve_names(request)

    with django_assert_num_queries(0):
        assert resolve_names(request).filter("type") == ("home.ContentPage",)
    Topic.objects.create(name="Law", slug="law")
    invalidate()
    assert not resolve_names(request).query.warnings
