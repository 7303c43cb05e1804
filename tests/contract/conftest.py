"""One suite over both engines."""

import os

import pytest

from search.engines.elasticsearch.client import connect
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.fields import search_fields
from search.request.search_request import SearchRequest
from tests.conftest import missing
from tests.servers.elasticsearch import UnavailableError, elasticsearch


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


@pytest.fixture(params=["embedded", "elasticsearch"])
def engine(request, tmp_path):
    """Each engine, empty, and clean again afterwards."""
    if request.param == "embedded":
        yield EmbeddedEngine(tmp_path)
        return
    client = connect(request.getfixturevalue("elasticsearch_url"), 30)
    yield ElasticsearchEngine(client, "contract")
    for name in client.indices.get(index="contract-*", expand_wildcards="all"):
        client.indices.delete(index=name)


@pytest.fixture
def index(engine):
    """Fills a new index and gives a function that searches it."""

    def fill(*documents):
        generation = engine.begin()
        generation.fill(documents)
        generation.write([], [], version=1, place="place")
        engine.swap(generation)

        def search(text="", **options):
            names = [name for name in options if name in search_fields().filters]
            filters = {name: options.pop(name) for name in names}
            return engine.search(SearchRequest(text, filters=filters, **options), None, 5)

        return search

    return fill
