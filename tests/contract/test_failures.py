"""Any failure of a server becomes the one typed error, and nothing is lost."""

import json

import pytest

from search.document import SearchDocument
from search.engines.elasticsearch.client import connect
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.generation import ElasticsearchGeneration
from search.engines.elasticsearch.store import index_format
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.protocol import EngineUnavailableError
from search.request.search_request import SearchRequest
from tests.servers.faulty import faulty
from tests.servers.ports import free_port

JSON = {"Content-Type": "application/json", "X-Elastic-Product": "Elasticsearch"}
OTHER_VERSION = "media_type_header_exception"
EVERYTHING = {
    "live": lambda engine, _: engine.live(),
    "begin": lambda engine, _: engine.begin(),
    "swap": lambda engine, generation: engine.swap(generation),
    "roll_back": lambda engine, _: engine.roll_back(),
    "tidy": lambda engine, _: engine.tidy(),
    "discard": lambda engine, _: engine.discard(),
    "search": lambda engine, _: engine.search(SearchRequest("peace"), None, 1),
    "a question": lambda engine, _: engine.search(SearchRequest("a b peace c d trade e"), None, 1),
    "following": lambda engine, _: engine.search(
        SearchRequest("peace"), {"sort": [1, 2], "index": "x", "offset": 20}, 1
    ),
    "suggest": lambda engine, _: engine.suggest("pea", [], 5),
    "place": lambda _, generation: generation.place(),
    "count": lambda _, generation: generation.count(),
    "stamps": lambda _, generation: list(generation.stamps()),
    "write": lambda _, generation: generation.write([page(1)], [2], version=1, place="a"),
    "fill": lambda _, generation: generation.fill(page(number) for number in range(9)),
}


def page(number, title="Peace", version=1):
    return SearchDocument(
        id=number,
        type="home.ContentPage",
        title=title,
        path=f"/{number}/",
        locale="en",
        version=version,
    )


def refused(error, reason="no"):
    return json.dumps({"error": {"type": error, "reason": reason}})


FAULTS = {
    "silent": (0, "", {}),
    "not allowed in": (401, refused("security_exception"), JSON),
    "not allowed to": (403, refused("security_exception"), JSON),
    "another version": (400, refused(OTHER_VERSION, "compatible-with=9"), JSON),
    "an older version": (406, refused(OTHER_VERSION), JSON),
    "red": (503, refused("no_shard_available_action_exception"), JSON),
    "too busy": (429, refused("circuit_breaking_exception"), JSON),
    "broken": (500, refused("null_pointer_exception"), JSON),
    "another product": (200, "{}", {"Content-Type": "application/json"}),
    "a proxy's page": (200, "<h1>Welcome</h1>", {"Content-Type": "text/html"}),
    "cut off": (200, '{"hits": {', JSON),
}


@pytest.fixture
def impatient(monkeypatch):
    """Fewer tries than in earnest, without pauses between them."""
    monkeypatch.setattr("search.engines.elasticsearch.loading.PAUSES", (0.0, 0.0))
    monkeypatch.setattr("search.engines.elasticsearch.generation.WRITE_TIMEOUT", 0.3)
    monkeypatch.setattr("search.engines.elasticsearch.store.BEGIN_TIMEOUT", 0.3)


def expect_the_typed_error(url, act):
    engine = ElasticsearchEngine(connect(url, 0.3), "faulty")
    generation = ElasticsearchGeneration(engine.client, "faulty-1-x")
    with pytest.raises(EngineUnavailableError):
        act(engine, generation)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("act", EVERYTHING)
def test_a_faulty_server_is_one_typed_error(fault, act):
    with faulty(*FAULTS[fault]) as url:
        expect_the_typed_error(url, EVERYTHING[act])


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("act", EVERYTHING)
def test_no_server_is_the_same_error(act):
    expect_the_typed_error(f"http://127.0.0.1:{free_port()}", EVERYTHING[act])


@pytest.fixture
def live(engine):
    generation = engine.begin()
    generation.fill([page(1, "Peace"), page(2, "Trade")])
    generation.write([], [], version=1, place="before")
    engine.swap(generation)
    return generation


def titles(engine, text=""):
    result = engine.search(SearchRequest(text, sort="title"), None, 5)
    return [hit.document.title for hit in result.hits]


on_elasticsearch = pytest.mark.parametrize("engine", ["elasticsearch"], indirect=True)


@on_elasticsearch
@pytest.mark.parametrize("block", ["read_only_allow_delete", "read_only", "write", "metadata"])
def test_a_blocked_index_keeps_its_place_until_the_change_is_written(engine, live, block):
    """`read_only_allow_delete` is what a server sets whose disk is full."""
    name = f"index.blocks.{block}"
    engine.client.indices.put_settings(index=live.name, settings={name: True})
    try:
        with pytest.raises(EngineUnavailableError):
            live.write([page(3, "Fresh", 2)], [1], version=2, place="after")
        if block in ("read_only_allow_delete", "write"):
            assert titles(engine) == ["Peace", "Trade"]
    finally:
        engine.client.indices.put_settings(index=live.name, settings={name: None})
    assert engine.live().place() == "before"
    live.write([page(3, "Fresh", 2)], [1], version=2, place="after")
    assert titles(engine) == ["Fresh", "Trade"]
    assert engine.live().place() == "after"


@on_elasticsearch
def test_a_red_index_is_the_typed_error(engine):
    nowhere = {"index.routing.allocation.require._name": "nowhere"}
    name = f"{engine.prefix}-{index_format()}-red"
    engine.client.options(request_timeout=30).indices.create(
        index=name,
        settings=nowhere,
        aliases={f"{engine.prefix}_live": {}},
        wait_for_active_shards="0",
    )

    for act in ("search", "a question", "suggest"):
        with pytest.raises(EngineUnavailableError):
            EVERYTHING[act](engine, None)
    with pytest.raises(EngineUnavailableError):
        engine.live().count()


@on_elasticsearch
def test_an_index_that_was_never_built_or_is_gone_is_the_typed_error(engine, live):
    engine.client.indices.delete(index=live.name)

    assert engine.live() is None
    assert live.place() is None
    for act in ("search", "a question", "following", "suggest"):
        with pytest.raises(EngineUnavailableError):
            EVERYTHING[act](engine, live)
    with pytest.raises(EngineUnavailableError):
        live.count()


@on_elasticsearch
def test_a_closed_index_is_the_typed_error_until_another_takes_over(engine, live):
    engine.client.indices.close(index=live.name)

    for act in ("search", "suggest", "write", "count"):
        with pytest.raises(EngineUnavailableError):
            EVERYTHING[act](engine, live)
    generation = engine.begin()
    generation.write([page(1, "Fresh")], [], version=1, place="place")
    engine.swap(generation)
    assert titles(engine) == ["Fresh"]


@on_elasticsearch
def test_one_engine_goes_on_where_the_other_was_when_it_failed(engine, tmp_path):
    reserve = EmbeddedEngine(tmp_path)
    for each in (engine, reserve):
        generation = each.begin()
        generation.fill([page(number, f"Peace {number:02}") for number in range(1, 26)])
        generation.write([], [], version=1, place="place")
        generation.close()
        each.swap(generation)
    request = SearchRequest("peace", limit=4, sort="title")
    turns, after, paged, moved = [engine, reserve, reserve, engine, engine, reserve], None, [], []
    for each in [*turns, engine]:
        result = each.search(request, after, 5)
        paged += [hit.document.id for hit in result.hits]
        moved.append(result.moved)
        after = result.after

    assert paged == list(range(1, 26))
    assert moved == [False, True, False, True, False, True, True]
    assert after is None


@on_elasticsearch
@pytest.mark.usefixtures("impatient")
def test_a_fill_waits_for_a_server_that_is_busy_and_sends_all_again(engine, monkeypatch):
    monkeypatch.setattr("search.engines.elasticsearch.generation.WRITE_TIMEOUT", 60)
    monkeypatch.setattr("search.engines.elasticsearch.store.BEGIN_TIMEOUT", 60)
    generation, plain, turns = engine.begin(), type(engine.client).bulk, iter([True, False, True])

    def busy(client, **options):
        answer = plain(client, **options)
        if not next(turns, False):
            return answer
        return {"items": [{"index": {"error": {"type": "es_rejected_execution_exception"}}}]}

    monkeypatch.setattr(type(engine.client), "bulk", busy)
    generation.fill(page(number) for number in range(1, 1201))
    generation.write([], [], version=1, place="place")

    assert generation.count() == 1200
