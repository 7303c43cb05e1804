"""Related pages with `EMBEDDINGS` set: nearest in meaning, across languages."""

import pytest
from django.test import Client
from wagtail.models import Locale

from cms.caching.invalidation import invalidate
from cms.changes import log
from search.engines import active
from search.indexing.rebuild import rebuild
from search.meaning import nearest
from search.meaning.models import PageVectors
from search.meaning.reader import VectorReader
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/pages/{}/related/"


def titles(page, **params):
    answer = Client().get(API.format(page.pk), params)
    return [each["title"] for each in answer.json()["items"]]


def follow():
    """Read what has changed since."""
    rebuild(active.engine("embedded"))
    reader = VectorReader()
    place = reader.place()
    reader.apply(log.since(place), log.head())


@pytest.fixture
def cars(service, settings, tmp_path):
    """A page beside one of the same meaning and two of another."""
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()
    page = ContentPageFactory(parent=site_root(), title="Fast cars")
    ContentPageFactory(parent=site_root(), title="Automobile")
    ContentPageFactory(parent=site_root(), title="Fish")
    ContentPageFactory(parent=site_root(), title="Harvest")
    rebuild(active.engine("embedded"))
    VectorReader().start_over()
    yield page
    active.engine.cache_clear()
    invalidate()


def test_pages_of_the_same_meaning_share_no_word(cars):
    assert titles(cars) == ["Automobile"]


def test_without_a_model_there_is_none(cars, settings):
    settings.EMBEDDINGS = None

    assert titles(cars) == []


def test_pages_in_other_languages_are_found(cars):
    thai = Locale.objects.create(language_code="th")
    site_root().copy_for_translation(thai).save_revision().publish()
    home = site_root().get_translation(thai)
    ContentPageFactory(parent=home, title="Vehicle", locale=thai)
    follow()

    assert titles(cars) == ["Automobile", "Vehicle"]
    assert titles(cars, locale="th") == ["Vehicle"]


def test_the_vectors_of_a_changed_page_are_read_again(cars):
    assert titles(cars) == ["Automobile"]
    other = site_root().get_children().get(title="Automobile").specific
    other.title = "Fish and fish"
    other.save_revision().publish()
    ContentPageFactory(parent=site_root(), title="Cars and cars")

    follow()

    assert titles(cars) == ["Cars and cars"]


def test_no_request_is_sent_for_them(cars, service):
    service.texts.clear()

    titles(cars)

    assert service.texts == []


def test_without_complete_vectors_pages_are_compared_by_words(cars, service, settings):
    settings.EMBEDDINGS = service.address + "?model=another"
    ContentPageFactory(parent=site_root(), title="Fast trains")
    rebuild(active.engine("embedded"))

    assert titles(cars) == ["Fast trains"]


def test_each_page_keeps_a_passage_where_there_are_many(cars, monkeypatch):
    monkeypatch.setattr(nearest, "MAX_ROWS", 1)
    long = ContentPageFactory(parent=site_root(), title="Cars", summary="Car. " * 60)
    long.body = [("rich_text", "<p>" + "fish " * 900 + "</p>")]
    long.save_revision().publish()
    follow()
    assert len(PageVectors.objects.get(page_id=long.pk).vectors) > 3

    table = nearest.table(nearest.version())

    assert len(table.rows) == len(table.pages)
    assert {*titles(cars)} == {"Cars", "Automobile"}
