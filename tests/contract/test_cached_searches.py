"""Searches with either engine: answered once, and dropped when the index moves under them."""

import re
import time

import pytest
from django.test import Client

from cms.caching.invalidation import invalidate
from cms.caching.response_cache import ResponseCache
from cms.changes import log
from cms.changes.place import Place
from search.engines import active
from search.engines.active import Breaker
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.protocol import EngineUnavailableError
from search.http import answer_cache
from search.indexing.rebuild import rebuild
from search.indexing.writing import write_changes
from tests.factories import ContentPageFactory, WhatWeDoPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/?q=charter"
SECOND_PAGE = 20  # results on the first page
SECONDS = 10.0  # at most, until a process knows that the index has moved


@pytest.fixture
def charter(engine, settings, monkeypatch, tmp_path):
    """A page that the engine has indexed, and the engine as the one that answers."""
    settings.ANSWER_MEMORY = 2**20
    monkeypatch.setattr(answer_cache, "cached_answers", ResponseCache())
    monkeypatch.setattr(active, "breaker", Breaker())
    fall_back = EmbeddedEngine(tmp_path / "fall-back")
    engines = {"elasticsearch": engine, "embedded": fall_back}
    if engine.name == "embedded":
        engines = {"embedded": engine}
    monkeypatch.setattr(active, "names", lambda: list(engines))
    monkeypatch.setattr(active, "engine", engines.__getitem__)
    page = ContentPageFactory(parent=site_root(), title="The Charter")
    for each in engines.values():
        rebuild(each)
    yield page
    invalidate()  # the rolled back database is cached otherwise


@pytest.fixture
def searched(engine, monkeypatch):
    """The requests that reached the engine."""
    requests, search = [], engine.search

    def counted(request, after, seconds):
        requests.append(request)
        return search(request, after, seconds)

    monkeypatch.setattr(engine, "search", counted)
    return requests


def follow(engine):
    """Bring the index up to date, as the reader of the change log does."""
    generation = engine.live()
    changes = list(log.since(Place.parse(generation.place()), 100))
    write_changes(generation, changes, log.head())


def titles(client, address=API):
    return [each["title"] for each in client.get(address).json()["results"]]


def first_path(response):
    """Return the path of the first result, of the JSON or of the page."""
    if response["Content-Type"] == "application/json":
        return response.json()["results"][0]["path"]
    return re.search(r'<h3[^>]*>\s*<a href="([^"]*)"', response.content.decode())[1]


def counts(response):
    return {each["value"]: each["count"] for each in response.json()["facets"]["type"]}


def eventually(condition):
    end = time.monotonic() + SECONDS
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


def test_a_repeated_search_is_answered_once(client, charter, searched):
    assert titles(client) == titles(client) == ["The Charter"]

    assert len(searched) == 1


def test_a_page_that_now_matches_is_found(client, charter, engine):
    titles(client)

    ContentPageFactory(parent=site_root(), title="Charter of the Sea").save_revision().publish()
    follow(engine)

    assert eventually(lambda: "Charter of the Sea" in titles(client))


@pytest.mark.parametrize("address", [API, "/search/?q=charter"])
def test_a_page_of_the_second_page_comes_first_when_its_title_becomes_the_query(
    charter, engine, address
):
    *_, last = [
        ContentPageFactory(parent=site_root(), title=f"Charter number {n}", slug=f"number-{n}")
        for n in range(SECOND_PAGE + 5)
    ]
    follow(engine)
    assert b"/number-24/" not in Client().get(address).content

    last.title = "Charter"
    last.save_revision().publish()
    follow(engine)

    assert eventually(lambda: first_path(Client().get(address)) == "/number-24/")


def test_a_page_of_another_type_is_counted_where_a_type_is_chosen(client, charter, engine):
    address = f"{API}&type=page&facets=type"
    assert counts(client.get(address)) == {"home.ContentPage": 1}

    WhatWeDoPageFactory(parent=site_root(), title="Work on the charter")
    follow(engine)

    assert eventually(lambda: sum(counts(client.get(address)).values()) == 2)


def test_a_page_with_a_similar_word_is_in_the_results_of_the_corrected_search(
    client, charter, engine
):
    address = "/search/?q=chartr"
    assert b"/the-charter/" in client.get(address).content

    ContentPageFactory(parent=site_root(), title="A charter of the sea")
    follow(engine)

    assert eventually(lambda: b"/a-charter-of-the-sea/" in client.get(address).content)


def test_a_page_that_writes_a_compound_apart_is_found(client, charter, engine):
    address = "/api/delivery/v1/search/?q=seafloor"
    assert titles(client, address) == []

    ContentPageFactory(parent=site_root(), title="The sea floor")
    follow(engine)

    assert eventually(lambda: titles(client, address) == ["The sea floor"])


def test_a_page_that_no_longer_matches_is_gone(client, charter, engine):
    titles(client)

    charter.title = charter.draft_title = "The Treaty"
    charter.save_revision().publish()
    follow(engine)

    assert eventually(lambda: titles(client) == [])


def test_a_change_of_another_page_keeps_the_answer(client, charter, engine, searched):
    other = ContentPageFactory(parent=site_root(), title="Forests")
    follow(engine)
    titles(client)
    before = active.version()

    other.summary = "Trees."
    other.save_revision().publish()
    follow(engine)
    assert eventually(lambda: active.version() != before)
    searched.clear()

    assert titles(client) == ["The Charter"]
    assert searched == []


def test_a_new_index_starts_over(client, charter, engine, searched):
    titles(client)
    before = active.version()

    rebuild(engine)
    assert eventually(lambda: active.version() != before)
    titles(client)

    assert len(searched) == 2


def test_an_answer_of_the_fall_back_is_not_kept_as_the_first_engines(
    client, charter, engine, monkeypatch
):
    if engine.name == "embedded":
        pytest.skip("It has no fall-back.")

    def away(*_):
        raise EngineUnavailableError

    with monkeypatch.context() as patched:
        patched.setattr(engine, "search", away)
        assert client.get(API).json()["engine"] == "embedded"

    assert client.get(API).json()["engine"] == "elasticsearch"


def test_the_fall_backs_answers_are_cached_while_it_answers(client, charter, engine, monkeypatch):
    if engine.name == "embedded":
        pytest.skip("It has no fall-back.")
    calls = []

    def away(*_):
        calls.append(1)
        raise EngineUnavailableError

    monkeypatch.setattr(engine, "search", away)
    monkeypatch.setattr(engine, "version", away)
    engines = [client.get(API).json()["engine"] for _ in range(4)]

    assert engines == ["embedded"] * 4
    assert len(calls) == active.FAILURES
