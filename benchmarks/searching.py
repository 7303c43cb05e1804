"""Search as visitors and clients use it, compared with a stock Wagtail of 1,400 pages.

Every measurement sends many different questions in turn; cold means that no answer is cached. The
stock site finds pages with all words, this one with any of them, so the stock site is measured both
ways. Aims: ≥ 40 × v3's `?search=` and ≥ 20 × the stock search page, in
requests per second; at 10,000 pages and 8 clients p95 ≤ 60 ms for the page, ≤ 40 ms for JSON,
≤ 25 ms for suggestions; repeated searches with Elasticsearch ≥ 1,500 a second, measured in turn
with those of the embedded engine.
"""

import os
from argparse import Namespace
from itertools import product
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.site import (
    COLD,
    WARM,
    Measured,
    Pages,
    manage,
    measure,
    prepare,
    running,
    serving,
)
from tests.servers.elasticsearch import elasticsearch

API = "/api/delivery/v1/search/"
FEW, MANY, CLIENTS = 1_400, 10_000, 8
TURNS = 3
STARTING = {COLD: 5, WARM: 45}  # seconds; warm means that every process has cached every question
SLOW = 20  # seconds, for a site that takes three for one answer
BESIDE = {
    "search as JSON": ("v3 ?search=", "v3 ?search=, any word"),
    "search page": ("stock search page",),
}


def measured(
    url: str, pages: Pages, starting: int, seconds: int, clients: int
) -> dict[str, Measured]:
    questions = [quote_plus(each) for each in pages.questions]
    beginnings = [quote_plus(each.split()[-1][:4]) for each in pages.questions]
    every = {
        "search page": [f"/search/?q={each}" for each in questions],
        "search as JSON": [f"{API}?q={each}&facets=type,topic" for each in questions],
        "suggestions": [f"{API}suggest/?q={each}" for each in beginnings],
    }
    measure(url, [request for requests in every.values() for request in requests], starting)
    return {name: measure(url, each, seconds, clients) for name, each in every.items()}


def stock(folder: Path, pages: Pages, seconds: int) -> dict[str, Measured]:
    questions = [quote_plus(each) for each in pages.questions]
    every = {
        "v3 ?search=": [f"/api/v3/pages/?search={each}" for each in questions],
        "v3 ?search=, any word": [
            f"/api/v3/pages/?search={each}&search_operator=or" for each in questions
        ],
        "stock search page": [f"/search/?query={each}" for each in questions],
    }
    with running([str(folder / "serve"), "{port}"], dict(os.environ), "/hello/") as url:
        return {name: measure(url, each, max(seconds, SLOW)) for name, each in every.items()}


def main(options: Namespace, folder: Path) -> None:
    few = prepare(folder / "delivery", FEW, options.collection)
    many = prepare(folder / "searching", MANY, options.collection)
    theirs = stock(options.stock, few, options.seconds) if options.stock else {}
    show(theirs, "")
    for heat, settings in (("cold", COLD), ("warm", WARM)):
        with serving(folder / "delivery", settings, options.server) as url:
            by_name = measured(url, few, STARTING[settings], options.seconds, 4)
        show(by_name, f"{FEW:,} pages, {heat}: ")
        for name, others in BESIDE.items():
            for other in others:
                if other in theirs:
                    print(f"  {name} is {by_name[name].rate / theirs[other].rate:.1f} × {other}")
        with serving(folder / "searching", settings, options.server) as url:
            by_name = measured(url, many, STARTING[settings], options.seconds, CLIENTS)
        show(by_name, f"{MANY:,} pages, {CLIENTS} clients, {heat}: ")
    repeated(folder / "delivery", few, options)


def repeated(folder: Path, pages: Pages, options: Namespace) -> None:
    """Measure repeated searches with each engine, three times in turn."""
    with elasticsearch() as address:
        engines: dict[str, dict[str, str]] = {
            "embedded": {},
            "Elasticsearch": {"ELASTICSEARCH_URL": address},
        }
        manage(folder, "search_worker", "--once", **engines["Elasticsearch"])
        for _, (name, variables) in product(range(TURNS), engines.items()):
            with serving(folder, WARM, options.server, **variables) as url:
                by_name = measured(url, pages, STARTING[WARM], options.seconds, CLIENTS)
            show(by_name, f"{FEW:,} pages, repeated, {name}: ")


def show(by_name: dict[str, Measured], where: str) -> None:
    for name, each in by_name.items():
        times = f"p50 {each.median:.1f} ms, p95 {each.p95:.1f} ms"
        print(f"{where}{name} {each.rate:,.1f} requests/s, {times}", flush=True)
