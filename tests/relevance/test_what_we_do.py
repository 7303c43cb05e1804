"""The quality of answers about the demo's content, by our own judgements."""

import json
from pathlib import Path

import ir_measures
import pytest
from ir_measures import Qrel, R, ScoredDoc, nDCG

from search.engines.embedded.engine import EmbeddedEngine
from search.request.search_request import SearchRequest
from tests.relevance.conftest import JUDGED


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").rstrip("\n").split("\n")


@pytest.fixture
def engine(documents, tmp_path):
    engine = EmbeddedEngine(tmp_path / "index")
    generation = engine.begin()
    generation.fill(documents)
    generation.write([], [], version=1, place="")
    generation.close()
    engine.swap(generation)
    return engine


@pytest.fixture
def queries() -> list[dict]:
    return [json.loads(line) for line in lines(JUDGED / "queries.jsonl")]


@pytest.fixture
def judgements() -> list[Qrel]:
    rows = (line.split("\t") for line in lines(JUDGED / "qrels.tsv"))
    return [Qrel(query, document, int(gain)) for query, document, gain in rows]


def test_the_answers_are_good(engine, queries, judgements):
    run = [
        ScoredDoc(query["id"], hit.document.path, 1 / place)
        for query in queries
        for place, hit in enumerate(engine.search(request(query), None, 5).hits, 1)
    ]
    known_items = {query["id"] for query in queries if query.get("known_item")}
    best = [each for each in judgements if each.query_id in known_items and each.relevance == 3]

    assert ir_measures.calc_aggregate([nDCG @ 10], judgements, run)[nDCG @ 10] >= 0.80
    assert ir_measures.calc_aggregate([R @ 3], best, run)[R @ 3] >= 0.95


def request(query: dict) -> SearchRequest:
    return SearchRequest(text=query["text"], limit=10)


def test_the_list_is_whole(documents, queries, judgements):
    paths = {each.path for each in documents}
    ids = [query["id"] for query in queries]
    answered = {each.query_id for each in judgements if each.relevance == 3}
    known_items = [query["id"] for query in queries if query.get("known_item")]

    assert len(queries) >= 60
    assert len(ids) == len(set(ids))
    assert {each.query_id for each in judgements} == set(ids) == answered
    assert {each.doc_id for each in judgements} <= paths
    for query in known_items:
        assert sum(1 for each in judgements if each.query_id == query and each.relevance == 3) == 1


def test_the_collection_can_be_evaluated_from_its_folder(collection):
    rows = [json.loads(line) for line in lines(collection / "documents.jsonl")]

    assert {"id", "title", "text"} == set(rows[0])
    assert "/what-we-do/" in {row["id"] for row in rows}
