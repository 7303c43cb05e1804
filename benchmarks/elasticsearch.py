"""The engine on a real Elasticsearch at 100,000 documents: how fast it fills and answers.

Uses the server of ELASTICSEARCH_URL, or starts one as the tests do. Aims: a fill of ≥ 3,000
documents a second in memory that does not grow with their number, and answers with three facets
and excerpts in ≤ 1.3 times the time of the server's raw `_search`. Raw are the requests that the
engine sends for a query, repeated by the same client with their JSON parsed: one for a few words,
and the sum of two for a question, whose documents are read separately.
"""

import json
import random
import statistics
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from elastic_transport import Transport
from elasticsearch import Elasticsearch
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.filling import fill_in_subprocess, pickle_documents
from benchmarks.search import FACETS, vocabulary
from search.engines.elasticsearch.client import connect
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.evaluation.collection import read_collection
from search.engines.evaluation.run import evaluate
from search.request.search_request import SearchRequest
from tests.servers.elasticsearch import elasticsearch

FEW, MANY = 10_000, 100_000
QUESTIONS, WARMING = 200, 60
LENGTHS = (("two words", 2), ("a question of twelve", 12))
HEADERS = {"accept": "application/json", "content-type": "application/json"}
HEAP = "1g"


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    method: str
    target: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds for one query by the engine, and of its raw requests, sent in succession."""

    engine_ms: float
    raw_ms: float
    requests: int


class RecordingTransport(Transport):
    """A transport that records the search requests of the engine."""

    sent: list[RecordedRequest]

    def perform_request(self, method: str, target: str, **more: Any) -> Any:
        if "_search" in target:
            self.sent.append(RecordedRequest(method, target, json.dumps(more["body"]).encode()))
        return super().perform_request(method, target, **more)


def questions(length: int) -> Iterator[SearchRequest]:
    """Yield different queries of frequent and rarer words."""
    rng = random.Random(7)
    words = vocabulary(rng)[:3000]
    for _ in range(WARMING + QUESTIONS):
        text = " ".join(rng.choices(words, k=length))
        yield SearchRequest(text, facets=FACETS, limit=10)


def time_both(url: str, prefix: str, length: int, name: str) -> list[Timing]:
    """Return the timings of each query, without the first `WARMING`; the order alternates."""
    client = connect(url, 30)
    recording = Elasticsearch(url, request_timeout=30, transport_class=RecordingTransport)
    engine, recorder = ElasticsearchEngine(client, prefix), ElasticsearchEngine(recording, prefix)
    timings = []
    for number, request in enumerate(
        track(list(questions(length)), f"Searching {name}", console=Console(stderr=True))
    ):
        recording.transport.sent = []  # type: ignore[attr-defined]
        recorder.search(request, None, 5)
        sent: list[RecordedRequest] = recording.transport.sent  # type: ignore[attr-defined]

        def search(request: SearchRequest = request) -> None:
            engine.search(request, None, 5)

        def send_raw(sent: list[RecordedRequest] = sent) -> None:
            for each in sent:
                client.perform_request(each.method, each.target, headers=HEADERS, body=each.body)

        if number % 2:
            engine_ms, raw = milliseconds(search), milliseconds(send_raw)
        else:
            raw, engine_ms = milliseconds(send_raw), milliseconds(search)
        timings.append(Timing(engine_ms, raw, len(sent)))
    return timings[WARMING:]


def milliseconds(function: Callable[[], None]) -> float:
    started = time.perf_counter()
    function()
    return 1000 * (time.perf_counter() - started)


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def summary(pairs: list[Timing]) -> dict[str, str]:
    engine_ms, raw = [each.engine_ms for each in pairs], [each.raw_ms for each in pairs]
    median, raw_median = statistics.median(engine_ms), statistics.median(raw)
    ratio = statistics.median(each.engine_ms / each.raw_ms for each in pairs)
    return {
        "p50 / p95": f"{median:.1f} / {p95(engine_ms):.1f} ms",
        "raw, p50 / p95": f"{raw_median:.1f} / {p95(raw):.1f} ms",
        "median of ratios": f"{ratio:.2f}",
        "ratio of medians": f"{median / raw_median:.2f}",
        "ratio of p95s": f"{p95(engine_ms) / p95(raw):.2f}",
        "requests": f"{statistics.mean(each.requests for each in pairs):.1f}",
    }


def relevance(url: str, folder: Path) -> None:
    """Print nDCG@10 of both engines on a judged collection."""
    collection = read_collection(folder)
    with tempfile.TemporaryDirectory() as place:
        engines = (
            EmbeddedEngine(Path(place)),
            ElasticsearchEngine(connect(url, 60), f"judged-{uuid4().hex[:8]}"),
        )
        ndcg = []
        for engine in engines:
            try:
                ndcg.append(evaluate(engine, collection).means["nDCG@10"])
            finally:
                engine.discard()
    embedded, elastic = ndcg
    print(
        f"{folder.name}, nDCG@10: embedded {embedded:.4f}, Elasticsearch {elastic:.4f}, "
        f"difference {elastic - embedded:+.4f}",
        flush=True,
    )


def main(options: Namespace, folder: Path) -> None:
    prefix = f"bench-{uuid4().hex[:8]}"
    path = pickle_documents(MANY, folder / "documents")
    with elasticsearch(HEAP, options="") as url:
        engine = ElasticsearchEngine(connect(url, 60), prefix)
        try:
            filled = {count: fill_in_subprocess(url, prefix, path, count) for count in (FEW, MANY)}
            path.unlink()
            summaries = {name: summary(time_both(url, prefix, n, name)) for name, n in LENGTHS}
        finally:
            engine.discard()
        table = Table("", *summaries, title=f"Elasticsearch, {MANY:,} documents")
        for row in summaries[LENGTHS[0][0]]:
            table.add_row(row, *(each[row] for each in summaries.values()))
        Console().print(table)
        for count, each in filled.items():
            print(f"fill of {count:,}: {each.rate:,.0f} per second, at most {each.peak} MB")
        for judged in options.judged:
            relevance(url, judged)
