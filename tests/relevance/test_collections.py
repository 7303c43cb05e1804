"""Judged collections from outside, where they are at hand; they are not part of the project."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.management.commands import search_evaluate

SHARED = Path(os.environ.get("SHARED_DIR") or Path(__file__).resolve().parents[3] / "shared")
SAMPLE = 100
"""Queries of each collection: fewer say little, and all of them take minutes."""
FLOORS = {"cranfield": 0.40, "cisi": 0.391}  # CISI: plain stemmed BM25 (.3723) and five percent


@pytest.mark.parametrize("name", FLOORS)
def test_ndcg_stays_above_its_floor(name):
    folder = SHARED / "relevance" / name
    if not folder.is_dir():
        pytest.skip(f"The collection {name} is not beside this checkout.")
    output = StringIO()

    call_command("search_evaluate", folder, engine="embedded", json=True, stdout=output)

    assert json.loads(output.getvalue())["measures"]["nDCG@10"] >= FLOORS[name]


def test_no_collection_is_below_plain_bm25():
    folder = SHARED / "relevance"
    if not folder.is_dir():
        pytest.skip("The judged collections are not beside this checkout.")

    call_command(
        "search_evaluate", folder, all=True, sample=SAMPLE, engine="embedded", stdout=StringIO()
    )


def collection(folder: Path, qrels: str = "q1\td1\t3\n") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "documents.jsonl").write_text('{"id": "d1", "title": "Peace", "text": "of mind"}\n')
    (folder / "queries.jsonl").write_text('{"id": "q1", "text": "peace"}\n')
    (folder / "qrels.tsv").write_text(qrels)
    return folder


def test_a_perfect_ranking_measures_one(tmp_path):
    output = StringIO()

    call_command("search_evaluate", collection(tmp_path), engine="embedded", stdout=output)

    assert "nDCG@10 1.0000" in output.getvalue()


@pytest.mark.parametrize(
    ("qrels", "output"), [("q1 d1 3\n", "line 1: expected query"), ("q1\td1\thigh\n", "line 1")]
)
def test_a_malformed_collection_is_reported_by_line(tmp_path, qrels, output):
    with pytest.raises(CommandError, match=output):
        call_command("search_evaluate", collection(tmp_path, qrels), engine="embedded")


def test_a_run_is_compared_with_an_earlier_one_query_by_query(tmp_path):
    folder = collection(tmp_path)
    (folder / "before.json").write_text('{"per_query": {"q1": 0.25}}')
    output = StringIO()

    call_command(
        "search_evaluate", folder, engine="embedded", before=folder / "before.json", stdout=output
    )

    assert "q1\t+0.7500" in output.getvalue()


def test_every_collection_of_a_folder_is_compared_with_plain_bm25(tmp_path):
    collection(tmp_path / "one")
    collection(tmp_path / "two")
    output = StringIO()

    call_command("search_evaluate", tmp_path, all=True, engine="embedded", stdout=output)

    assert (
        "| one | en | 1 | RR@10 | 1.000 | 1.000 | +0.000 (+0.000 to +0.000) |" in output.getvalue()
    )
    assert "| two |" in output.getvalue()


def test_a_collection_below_plain_bm25_fails_the_command(tmp_path, monkeypatch):
    collection(tmp_path / "one")
    monkeypatch.setattr(search_evaluate, "answers", lambda *args: ({"q1": {"another": 1.0}}, [0.0]))

    with pytest.raises(CommandError, match=r"Below plain BM25: one\."):
        call_command("search_evaluate", tmp_path, all=True, engine="embedded", stdout=StringIO())


def test_a_folder_without_collections_is_reported(tmp_path):
    with pytest.raises(CommandError, match=r"has no folder with a documents\.jsonl"):
        call_command("search_evaluate", tmp_path, all=True, engine="embedded")
