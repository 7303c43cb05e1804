"""Searches with `EMBEDDINGS` set, and without their service."""

import time

import pytest

from cms.caching.invalidation import invalidate
from cms.caching.response_cache import ResponseCache
from search.editors.explain import explanation
from search.engines import active
from search.http import answer_cache
from search.indexing.rebuild import rebuild
from search.meaning import query
from search.meaning.models import PageVectors, VectorsState
from search.meaning.reader import VectorReader
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"


BY_WORDS, BY_MEANING = ["Fish", "Vehicle", "Harvest"], ["Vehicle", "Fish", "Harvest"]


@pytest.fixture
def pages(service, settings, tmp_path):
    """Three pages with the word harbour, one less than the other."""
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()
    query._vector.cache_clear()
    query.pause.end()
    for title, summary in (
        ("Fish", "The harbour, the harbour again, and fish in the harbour."),
        ("Vehicle", "A harbour for vehicles, and a harbour."),
        ("Harvest", "After the harvest much is brought here, and some to the harbour, besides."),
    ):
        ContentPageFactory(parent=site_root(), title=title, summary=summary)
    rebuild(active.engine("embedded"))
    VectorReader().start_over()
    yield
    query.pause.end()
    query._vector.cache_clear()
    active.engine.cache_clear()
    invalidate()


@pytest.fixture
def caching(settings, monkeypatch):
    settings.ANSWER_MEMORY = 2**20
    monkeypatch.setattr(answer_cache, "cached_answers", ResponseCache())


def titles(client, text):
    answer = client.get(API, {"q": text, "match": "any"}).json()
    return [each["title"] for each in answer["results"]], [
        each["code"] for each in answer["warnings"]
    ]


def test_a_page_close_in_meaning_comes_first(client, pages, settings):
    assert titles(client, "harbour automobiles") == (BY_MEANING, [])

    settings.EMBEDDINGS = None
    invalidate()
    assert titles(client, "harbour automobiles") == (BY_WORDS, [])


def test_the_editors_see_why(pages):
    [first, *_] = explanation("harbour automobiles")["places"]

    assert "Moved up one place: close in meaning." in [each.text for each in first["reasons"]]


@pytest.mark.parametrize("failure", ["status", "delay", "rows", "size"])
def test_without_the_service_the_order_is_that_of_words(client, pages, service, failure):
    before = query.pause.failures
    match failure:
        case "status":
            service.status = 401
        case "delay":
            service.delay = 1
        case "rows":
            service.rows = lambda texts: [[float("nan")] * 3 for _ in texts]
        case "size":
            service.rows = lambda texts: [[1.0, 0.0] for _ in texts]

    assert titles(client, "harbour automobiles") == (BY_WORDS, ["meaning_unavailable"])
    [metric] = query.metrics()
    assert metric.samples[0].value == before + 1


def test_a_service_that_failed_is_left_alone_for_a_while(client, pages, service):
    service.status = 429
    titles(client, "harbour automobiles")
    service.texts.clear()

    assert titles(client, "harbour cars")[1] == ["meaning_unavailable"]
    assert service.texts == []


@pytest.mark.usefixtures("caching")
def test_such_an_answer_is_not_cached(client, pages, service):
    service.status = 500
    titles(client, "harbour automobiles")
    service.status = 200
    query.pause.end()

    assert titles(client, "harbour automobiles") == (BY_MEANING, [])


@pytest.mark.usefixtures("caching")
def test_new_vectors_are_used_after_a_minute_at_most(client, pages, monkeypatch):
    assert titles(client, "harbour automobiles") == (BY_MEANING, [])
    PageVectors.objects.all().delete()
    VectorsState.objects.update(place="another/1/1")
    assert titles(client, "harbour automobiles") == (BY_MEANING, [])

    monkeypatch.setattr(time, "time", lambda now=time.time: now() + 61)

    assert titles(client, "harbour automobiles") == (BY_WORDS, [])


def test_vectors_of_another_model_are_not_compared(client, pages, service, settings):
    settings.EMBEDDINGS = service.address + "?model=another"

    assert titles(client, "harbour automobiles") == (BY_WORDS, ["meaning_unavailable"])


def test_the_search_page_says_so(client, pages, service):
    service.status = 500

    content = client.get("/search/", {"q": "harbour automobiles"}).content.decode()

    assert "ordering by meaning is not available now" in content


def test_a_search_without_words_sends_nothing(client, pages, service):
    service.texts.clear()

    client.get(API, {"q": ""})
    client.get(API, {"q": "harbour", "sort": "title"})

    assert service.texts == []
