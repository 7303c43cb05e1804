"""Relevance on a judged collection, measured over the whole path from text to ranking."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import AP, RR, R, nDCG

from search.document import SearchDocument
from search.engines.protocol import SearchEngine
from search.request.search_request import SearchRequest

MEASURES = (nDCG @ 10, AP @ 100, RR @ 10, R @ 100)
DEPTH = 100
SECONDS = 30.0
FILES = ("documents.jsonl", "queries.jsonl", "qrels.tsv")


class CollectionError(Exception):
    """The folder is not a judged collection; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts by id, queries by id, and the gains of the judged documents of each query."""

    documents: Sequence[Mapping[str, Any]]
    queries: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Means over all queries, nDCG@10 of each, and milliseconds at the median and at 95 %."""

    means: Mapping[str, float]
    per_query: Mapping[str, float]
    p50_ms: float
    p95_ms: float


def read_collection(folder: Path) -> Collection:
    """`documents.jsonl`, `queries.jsonl` and `qrels.tsv`; raises CollectionError."""
    for name in FILES:
        if not (folder / name).is_file():
            raise CollectionError(f"{folder} has no {name}.")
    documents = list(_lines(folder / "documents.jsonl", ("id", "title", "text")))
    queries = {
        each["id"]: each["text"] for each in _lines(folder / "queries.jsonl", ("id", "text"))
    }
    judgements: dict[str, dict[str, int]] = {}
    for number, line in enumerate((folder / "qrels.tsv").read_text().splitlines(), 1):
        try:
            query, document, gain = line.split("\t")
            judgements.setdefault(query, {})[document] = int(gain)
        except ValueError as error:
            told = f"qrels.tsv, line {number}: expected query, document and gain, parted by tabs."
            raise CollectionError(told) from error
    return Collection(documents, queries, judgements)


def _lines(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            told = json.loads(line)
            missing = [name for name in needed if not isinstance(told.get(name), str)]
        except (ValueError, AttributeError) as error:
            raise CollectionError(f"{path.name}, line {number}: no JSON object.") from error
        if missing:
            raise CollectionError(f"{path.name}, line {number}: {', '.join(missing)} is missing.")
        yield told


def evaluate(
    engine: SearchEngine, collection: Collection, progress: Callable[[], None] = lambda: None
) -> Evaluation:
    """Builds an index of the collection in `engine`, which should be one of its own."""
    names = _fill(engine, collection.documents)
    run: dict[str, dict[str, float]] = {}
    took: list[float] = []
    for query, text in collection.queries.items():
        begun = time.perf_counter()
        result = engine.search(SearchRequest(text, limit=DEPTH), None, SECONDS)
        took.append(1000 * (time.perf_counter() - begun))
        run[query] = {names[hit.document.id]: hit.score or 0.0 for hit in result.hits}
        progress()
    judged = {query: dict(collection.judgements.get(query, {})) for query in collection.queries}
    means = ir_measures.calc_aggregate(MEASURES, judged, run)
    each = ir_measures.iter_calc([nDCG @ 10], judged, run)
    took.sort()
    return Evaluation(
        means={str(measure): round(means[measure], 4) for measure in MEASURES},
        per_query={metric.query_id: round(metric.value, 4) for metric in each},
        p50_ms=round(took[len(took) // 2], 2),
        p95_ms=round(took[int(len(took) * 0.95)], 2),
    )


def _fill(engine: SearchEngine, documents: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    names: dict[int, str] = {}

    def built() -> Iterator[SearchDocument]:
        for number, each in enumerate(documents, 1):
            names[number] = each["id"]
            yield SearchDocument(
                id=number,
                type=each.get("type", "home.ContentPage"),
                title=each["title"],
                path=f"/{number}/",
                locale=each.get("locale", "en"),
                summary=each.get("summary", ""),
                body=each["text"],
            )

    generation = engine.begin()
    generation.fill(built())
    generation.write([], [], version=0, place="")
    engine.swap(generation)
    return names


def differences(before: Mapping[str, float], after: Mapping[str, float]) -> list[tuple[str, float]]:
    """Queries whose nDCG@10 changed, the largest change first."""
    changed = ((q, round(after[q] - before[q], 4)) for q in after if q in before)
    return sorted((each for each in changed if each[1]), key=lambda each: -abs(each[1]))
