"""Pages that share no word with a query but are near to it in meaning, by either engine."""

import re
import time

import pytest
from django.test import Client
from wagtail.models import Locale, PageViewRestriction, Site

from cms.caching.invalidation import invalidate
from cms.caching.response_cache import ResponseCache
from cms.changes import log
from cms.changes.place import Place
from cms.maintenance.switch import Terms, switch_on
from home.models import ContentPage
from search.engines import active
from search.http import answer_cache
from search.indexing.rebuild import rebuild
from search.indexing.writing import write_changes
from search.meaning import provider, query
from search.meaning.reader import VectorReader
from tests.embeddings_service import EmbeddingsServer
from tests.factories import ContentPageFactory, HomePageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"
HEADING = "Related by meaning"
SECONDS = 10.0  # at most, until a process knows that the index has moved


@pytest.fixture
def service(settings):
    """A service of embeddings that `EMBEDDINGS` names."""
    server = EmbeddingsServer()
    settings.EMBEDDINGS = server.address
    provider._provider.cache_clear()
    query._vector.cache_clear()
    query.pause.end()
    yield server
    query.pause.end()
    query._vector.cache_clear()
    provider._provider.cache_clear()
    server.close()


@pytest.fixture(scope="module")
def published(module_transaction):
    """The keys of pages, of which two mean nearly the same."""
    titles = ("Fast cars", "Automobile", "Fish", "Harvest", "Fish and harvest")
    return [ContentPageFactory(parent=site_root(), title=title).pk for title in titles]


@pytest.fixture
def pages(published, engine, service, monkeypatch, db):
    """The published pages by title, which the engine answers with."""
    monkeypatch.setattr(active, "names", lambda: [engine.name])
    monkeypatch.setattr(active, "engine", lambda name: engine)
    build(engine)
    yield {page.title: page for page in ContentPage.objects.filter(pk__in=published)}
    invalidate()


def build(engine):
    rebuild(engine)
    VectorReader().start_over()


def answer(text="cars", **params):
    return Client().get(API, {"q": text, **params}).json()


def related(text="cars", **params):
    return [each["title"] for each in answer(text, **params)["related_by_meaning"]]


def eventually(condition):
    end = time.monotonic() + SECONDS
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


def in_thai(title):
    thai, _ = Locale.objects.get_or_create(language_code="th")
    home = site_root().get_translation_or_none(thai)
    if home is None:
        home = site_root().copy_for_translation(thai)
        home.save_revision().publish()
    return ContentPageFactory(parent=home, title=title, locale=thai)


def test_they_stand_apart_from_results_total_facets_and_further_results(pages):
    found = answer("cars", facets="type", limit=1)

    assert [each["title"] for each in found["results"]] == ["Fast cars"]
    assert found["total"]["value"] == 1
    assert [each["count"] for each in found["facets"]["type"]] == [1]
    assert found["next"] is None
    [page] = found["related_by_meaning"]
    assert page["title"] == "Automobile"
    assert page["score"] is None
    assert page["highlights"] == {"title": [], "body": []}


def test_a_search_that_finds_nothing_has_them(pages):
    found = answer("vehicles")

    assert found["results"] == []
    assert {each["title"] for each in found["related_by_meaning"]} == {"Fast cars", "Automobile"}


def test_they_are_in_all_languages_except_translations_of_results(pages, engine):
    translation = pages["Fast cars"].copy_for_translation(
        Locale.objects.get(pk=in_thai("Vehicle").locale_id), copy_parents=True
    )
    translation.title = "Automobile automobile"
    translation.save_revision().publish()
    build(engine)

    assert sorted(related()) == ["Automobile", "Vehicle"]
    assert related(locale="th") == ["Automobile automobile", "Vehicle"]
    assert related("cars locale:th") == ["Automobile automobile", "Vehicle"]


@pytest.mark.parametrize(
    "params",
    [
        {"q": "cars", "none": "automobile"},
        {"q": "cars -automobile"},
        {"q": "cars", "date_to": "1990-01-01"},
        {"q": "cars date:1990"},
        {"q": "cars", "topic": "peace"},
        {"q": "cars", "type": "home.HomePage"},
    ],
)
def test_filters_and_exclusions_hold(pages, params):
    assert (
        answer(**{"text": params["q"], **{k: v for k, v in params.items() if k != "q"}})[
            "related_by_meaning"
        ]
        == []
    )


def test_only_pages_of_the_site_are_related(pages, engine, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Site.objects.create(
        hostname="other.example",
        root_page=HomePageFactory(parent=site_root().get_parent(), title="Other", slug="other"),
    )
    build(engine)

    found = Client().get(API, {"q": "cars"}, headers={"host": "other.example"}).json()

    assert found["related_by_meaning"] == []
    assert related() == ["Automobile"]


def test_withheld_pages_are_no_part_of_them(pages, engine):
    switch_on([pages["Automobile"]], Terms(message="Back soon"))
    assert related() == []

    build(engine)
    assert related() == []


def test_pages_behind_a_password_are_no_part_of_them(pages):
    PageViewRestriction.objects.create(
        page=pages["Automobile"], restriction_type=PageViewRestriction.PASSWORD, password="x"
    )

    assert related() == []


def test_further_results_and_other_orders_have_none(pages):
    assert related("fish", limit=1) == []
    cursor = answer("fish", limit=1)["next"].partition("cursor=")[2]

    assert related("fish", limit=1, cursor=cursor) == []
    assert related("cars", sort="title") == []


@pytest.mark.parametrize("text", ["", "...", "-cars", "type:home.ContentPage"])
def test_without_words_there_are_none(pages, text):
    assert related(text) == []


def test_without_a_model_there_are_none(pages, settings):
    settings.EMBEDDINGS = None

    assert related() == []
    assert HEADING not in Client().get("/search/", {"q": "cars"}).content.decode()


def test_while_the_service_fails_there_are_none(pages, service):
    service.status = 500

    found = answer()

    assert (len(found["results"]), found["related_by_meaning"]) == (1, [])


@pytest.mark.parametrize("text", ["cars", "vehicles"])
def test_the_search_page_shows_them_below_the_results(pages, text):
    shown = Client().get("/search/", {"q": text}).content.decode()

    heading = shown.index(HEADING)
    assert shown.index('id="results-title"') < heading < shown.index(">Automobile</a>")


def test_their_language_is_marked(pages, engine):
    in_thai("Vehicle")
    build(engine)

    shown = Client().get("/search/", {"q": "cars"}).content.decode()

    assert re.search(
        r'<h3 lang="th"><a href="/th/[^"]*">Vehicle</a>', shown[shown.index(HEADING) :]
    )


def test_answers_have_their_surrogate_keys(pages):
    response = Client().get(API, {"q": "cars"})

    assert f"page-{pages['Automobile'].pk}" in response["Surrogate-Key"].split()


def test_a_cached_answer_is_dropped_when_one_of_them_changes(pages, engine, settings, monkeypatch):
    settings.ANSWER_MEMORY = 2**20
    monkeypatch.setattr(answer_cache, "cached_answers", ResponseCache())
    assert related() == related() == ["Automobile"]
    before = active.version()

    page = pages["Automobile"]
    page.title = page.draft_title = "Fish market"
    page.save_revision().publish()
    VectorReader().start_over()
    generation = engine.live()
    write_changes(generation, list(log.since(Place.parse(generation.place()), 100)), log.head())

    assert eventually(lambda: active.version() != before)
    assert related() == []


def test_there_are_five_at_most(pages, engine):
    for number in range(7):
        ContentPageFactory(parent=site_root(), title="Automobile", slug=f"automobile-{number}")
    build(engine)

    assert related() == ["Automobile"] * 5
