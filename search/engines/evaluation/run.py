"""Relevance on a judged collection, measured over the whole path from text to ranking."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ir_measures
from ir_measures import AP, RR, R, nDCG

from search.engines.evaluation.collection import Collection, search_documents
from search.engines.protocol import SearchEngine
from search.request.search_request import SearchRequest

MEASURES = (nDCG @ 10, AP @ 100, RR @ 10, R @ 100)
DEPTH = 100
SECONDS = 30.0

Run = dict[str, dict[str, float]]
"""Scores of the found documents of each query."""
type Ranked = Callable[[SearchRequest], SearchRequest]
"""Returns a request with another order of its results."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Means over all queries, nDCG@10 of each, and milliseconds at the median and at 95 %."""

    means: Mapping[str, float]
    per_query: Mapping[str, float]
    p50_ms: float
    p95_ms: float


def evaluate(
    engine: SearchEngine,
    collection: Collection,
    progress: Callable[[], None] = lambda: None,
    ranked: Ranked = lambda request: request,
) -> Evaluation:
    """Build an index of the collection in `engine`, which should be a new one, and measure it."""
    fill(engine, collection.documents)
    run, took = answers(engine, collection, DEPTH, progress, ranked)
    means = ir_measures.calc_aggregate(MEASURES, collection.judged(), run)
    took.sort()
    return Evaluation(
        means={str(measure): round(means[measure], 4) for measure in MEASURES},
        per_query={query: round(value, 4) for query, value in per_query(collection, run).items()},
        p50_ms=round(took[len(took) // 2], 2),
        p95_ms=round(took[int(len(took) * 0.95)], 2),
    )


def fill(engine: SearchEngine, documents: Iterable[Mapping[str, Any]]) -> None:
    """Build an index of the documents, numbered from 1 in their order, and make it live."""
    generation = engine.begin()
    generation.fill(search_documents(documents))
    generation.write([], [], version=0, place="")
    engine.swap(generation)


def answers(
    engine: SearchEngine,
    collection: Collection,
    depth: int,
    progress: Callable[[], None] = lambda: None,
    ranked: Ranked = lambda request: request,
) -> tuple[Run, list[float]]:
    """Return the first `depth` documents of every query, and the milliseconds each took.

    `ranked` gets each request before it is searched. Searches have no excerpts, which take longer
    than the ranking that is measured.

    Scores fall by rank, so that ties stand as the engine ordered them.
    """
    run: Run = {}
    took: list[float] = []
    for query, text in collection.queries.items():
        started = time.perf_counter()
        request = SearchRequest(text, limit=depth, has_excerpts=False)
        result = engine.search(ranked(request), None, SECONDS)
        took.append(1000 * (time.perf_counter() - started))
        run[query] = {
            str(collection.documents[hit.document.id - 1]["id"]): float(depth - rank)
            for rank, hit in enumerate(result.hits)
        }
        progress()
    return run, took


def main_measure(collection: Collection) -> Any:
    """Return RR@10 for collections with one answer a query, else nDCG@10."""
    return RR @ 10 if collection.has_one_answer else nDCG @ 10


def per_query(collection: Collection, run: Run, measure: Any = None) -> dict[str, float]:
    """Return the measure of every query in the collection's order, nDCG@10 by default."""
    metrics = ir_measures.iter_calc([measure or nDCG @ 10], collection.judged(), run)
    values = {metric.query_id: float(metric.value) for metric in metrics}
    return {query: values.get(query, 0.0) for query in collection.queries}


def differences(before: Mapping[str, float], after: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return the queries whose nDCG@10 changed, the largest change first."""
    changed = ((q, round(after[q] - before[q], 4)) for q in after if q in before)
    return sorted((each for each in changed if each[1]), key=lambda each: -abs(each[1]))
