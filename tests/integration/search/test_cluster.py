"""An index on three nodes of Elasticsearch, one of which dies."""

import signal

import pytest
from elasticsearch import Elasticsearch

from search.document import SearchDocument
from search.engines.elasticsearch.client import connect
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.request.search_request import SearchRequest
from tests.conftest import missing
from tests.servers.elasticsearch import UnavailableError, cluster


def document(pk, title):
    return SearchDocument(id=pk, type="t", title=title, path=f"/{pk}/", locale="en")


@pytest.fixture
def nodes():
    try:
        with cluster(3) as servers:
            yield servers
    except UnavailableError as error:
        missing(str(error))


def primary(client, engine):
    """Return the name of the node with the primary shard of the live index."""
    rows = client.cat.shards(index=engine.live().name, format="json")
    return next(row["node"] for row in rows if row["prirep"] == "p")


def pages_with(engine, text):
    return {hit.document.id for hit in engine.search(SearchRequest(text), None, 5).hits}


def test_searches_and_writes_go_on_when_the_node_of_the_index_dies(nodes):
    addresses = [each.url for each in nodes]
    engine = ElasticsearchEngine(connect(",".join(addresses), 30), "cluster")
    client = Elasticsearch(addresses, request_timeout=90)
    generation = engine.begin()
    generation.fill([document(pk, f"Charter {pk}") for pk in range(1, 9)])
    generation.write([], [], version=1, place="place")
    engine.swap(generation)
    health = client.cluster.health(index=generation.name, wait_for_status="green", timeout="60s")
    assert health["active_shards"] == 2
    before = primary(client, engine)

    next(each for each in nodes if each.home.name == before).stop(signal.SIGKILL)

    for _ in range(30):
        assert pages_with(engine, "charter") == {*range(1, 9)}
    engine.live().write([document(9, "Newer")], [], version=2, place="later")
    assert pages_with(engine, "newer") == {9}
    assert primary(client, engine) != before
