"""The embedded engine with 100,000 documents: how fast it fills, and how fast it answers."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from rich.console import Console
from rich.progress import track

from search.document import SearchDocument
from search.engines.embedded.engine import EmbeddedEngine
from search.request.search_request import SearchRequest

VOCABULARY, LENGTH, QUERIES = 30_000, 100, 300
FACETS = (("type", 10), ("topic", 20), ("locale", 12))


def vocabulary(chance: random.Random) -> list[str]:
    syllables = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er")]
    return sorted(
        {"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(VOCABULARY)}
    )


def documents(count: int, words: list[str], chance: random.Random) -> Iterator[SearchDocument]:
    """Yield made-up pages whose words are distributed as in a language (Zipf)."""
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    for number in range(1, count + 1):
        drawn = chance.choices(words, cum_weights=weights, k=LENGTH)
        yield SearchDocument(
            id=number,
            type=chance.choice(["home.ContentPage", "whatwedo.OrganPage"]),
            title=" ".join(drawn[:5]).capitalize(),
            path=f"/{number}/",
            locale=chance.choice(["en", "id", "th"]),
            body=" ".join(drawn[5:]),
            topics=(f"topic-{chance.randint(1, 30)}",),
            date=date(2000, 1, 1) + timedelta(days=chance.randint(0, 9_000)),
        )


def main(count: int = 100_000) -> None:
    chance = random.Random(7)
    words = vocabulary(chance)
    generated = documents(count, words, chance)
    corpus = list(track(generated, "Making documents", count, console=Console(stderr=True)))
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder))
        generation = engine.begin()
        begun = time.perf_counter()
        generation.fill(corpus)
        generation.write([], [], version=1, place="place")
        rate = count / (time.perf_counter() - begun)
        generation.close()
        engine.swap(generation)
        print(f"fill, {count:,} documents of {LENGTH} words: {rate:,.0f} per second")
        for kind, length in (("two words", 2), ("a question of twelve", 12)):
            took = [search(engine, chance.choices(words[:3000], k=length)) for _ in range(QUERIES)]
            quantiles = statistics.quantiles(took, n=20)
            print(
                f"{kind}, three facets, ten results with excerpts: "
                f"p50 {statistics.median(took):.2f} ms, p95 {quantiles[-1]:.2f} ms"
            )


def search(engine: EmbeddedEngine, words: list[str]) -> float:
    """Return the milliseconds that one search takes."""
    request = SearchRequest(" ".join(words), facets=FACETS, limit=10)
    begun = time.perf_counter()
    engine.search(request, None, 5)
    return 1000 * (time.perf_counter() - begun)
