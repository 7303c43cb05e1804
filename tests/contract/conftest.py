"""One suite over both engines."""

import contextlib
import os

import pytest

from search.engines.elasticsearch.client import connect
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.fields import search_fields
from search.request.search_request import SearchRequest
from tests.conftest import missing
from tests.servers.elasticsearch import UnavailableError, elasticsearch

ENGINES = ("embedded", "elasticsearch")


@pytest.fixture(scope="session")
def elasticsearch_url():
    """A server for the whole run; starting one takes some twenty seconds."""
    if url := os.environ.get("TEST_ELASTICSEARCH_URL"):  # a suite inside another one
        yield url
        return
    try:
        with elasticsearch() as url:
            yield url
    except UnavailableError as error:
        missing(str(error))


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path):
    """Each engine, empty, and clean again afterwards."""
    with _empty_engine(request, tmp_path) as engine:
        yield engine


@pytest.fixture(scope="module", params=ENGINES)
def module_engine(request, tmp_path_factory):
    """Each engine, for an index that all tests of a module search."""
    with _empty_engine(request, tmp_path_factory.mktemp("index")) as engine:
        yield engine


@contextlib.contextmanager
def _empty_engine(request, folder):
    if request.param == "embedded":
        yield EmbeddedEngine(folder)
        return
    client = connect(request.getfixturevalue("elasticsearch_url"), 30)
    prefix = f"contract-{request.scope}"
    yield ElasticsearchEngine(client, prefix)
    for name in client.indices.get(index=f"{prefix}-*", expand_wildcards="all"):
        client.indices.delete(index=name)


@pytest.fixture
def index(engine):
    """Return a function that fills a new index and returns a function that searches it."""
    return lambda *documents: fill(engine, documents)


def fill(engine, documents):
    """Fill a new index, and return a function that searches it."""
    generation = engine.begin()
    generation.fill(documents)
    generation.write([], [], version=1, place="place")
    engine.swap(generation)

    def search(text="", **options):
        names = [name for name in options if name in search_fields().filters]
        filters = {name: options.pop(name) for name in names}
        return engine.search(SearchRequest(text, filters=filters, **options), None, 5)

    return search
