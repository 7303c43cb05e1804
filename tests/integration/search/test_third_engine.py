"""An engine from outside the product, named in the settings, indexes and answers."""

import pytest
from django.core.management import call_command

from cms.caching.invalidation import invalidate
from search.engines import active
from search.engines.protocol import SearchEngine
from search.indexing.reader import IndexReader
from tests.factories import ContentPageFactory, site_root
from tests.memory_engine import SearchingEngine

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"


class MemoryIndexReader(IndexReader):
    engine_name = "memory"
    local = True


@pytest.fixture(autouse=True)
def memory(settings):
    settings.SEARCH_ENGINES = {
        **settings.SEARCH_ENGINES,
        "memory": "tests.memory_engine.SearchingEngine",
    }
    settings.SEARCH_ENGINE_ORDER = ("memory", "embedded")
    active.engine.cache_clear()
    active.breaker.succeeded()
    yield active.engine("memory")
    active.engine.cache_clear()
    active.breaker.succeeded()
    invalidate()


def test_it_has_all_that_the_protocol_names():
    declared = {name for each in SearchEngine.__mro__ for name in vars(each) if name[0] != "_"}

    assert declared <= set(dir(SearchingEngine))


def test_it_is_built_by_the_command_and_answers(client):
    for number in range(3):
        ContentPageFactory(parent=site_root(), title=f"Charter {number}")
    call_command("search_rebuild", engine="memory", verbosity=0)

    first = client.get(API, {"q": "charter", "limit": 2, "facets": "type"}).json()
    second = client.get(first["next"]).json()

    assert (first["engine"], first["total"]["value"]) == ("memory", 3)
    assert [each["title"] for each in second["results"]] == ["Charter 2"]
    assert first["facets"]["type"][0] == {
        "value": "home.ContentPage",
        "label": "Page",
        "count": 3,
        "selected": False,
    }
    assert client.get(f"{API}suggest/", {"q": "char"}).json()["suggestions"]
    assert client.get("/search/", {"q": "charter", "locale": "en"}).status_code == 200


def test_its_reader_starts_over_and_follows(memory):
    reader = MemoryIndexReader()
    assert reader.place() is None
    page = ContentPageFactory(parent=site_root(), title="Charter")

    reader.start_over()

    assert reader.place() is not None
    assert page.pk in memory.live().documents


def test_the_fall_back_answers_while_it_is_away(client, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    ContentPageFactory(parent=site_root(), title="Charter")
    call_command("search_rebuild", engine="embedded", verbosity=0)

    assert client.get(API, {"q": "charter"}).json()["engine"] == "embedded"
