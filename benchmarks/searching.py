"""Search as visitors and clients meet it, beside a stock Wagtail of 1,400 pages.

Every measurement asks many different questions in turn. Reach: ≥ 40 × v3's `?search=` and ≥ 20 ×
the stock search page, in requests a second; at 10,000 pages and 8 clients p95 ≤ 60 ms for the
page, ≤ 40 ms for JSON, ≤ 25 ms for suggestions.
"""

import os
from argparse import Namespace
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.site import Measured, Pages, measure, prepare, running, serving

API = "/api/delivery/v1/search/"
MANY, CLIENTS = 10_000, 8
STARTING = 5  # seconds


def asked(url: str, pages: Pages, seconds: int, clients: int) -> dict[str, Measured]:
    questions = [quote_plus(each) for each in pages.questions]
    beginnings = [quote_plus(each.split()[-1][:4]) for each in pages.questions]
    every = {
        "search page": [f"/search/?q={each}" for each in questions],
        "search as JSON": [f"{API}?q={each}&facets=type,topic" for each in questions],
        "suggestions": [f"{API}suggest/?q={each}" for each in beginnings],
    }
    measure(url, [request for requests in every.values() for request in requests], STARTING)
    return {name: measure(url, each, seconds, clients) for name, each in every.items()}


def stock(folder: Path, pages: Pages, seconds: int) -> dict[str, Measured]:
    questions = [quote_plus(each) for each in pages.questions]
    with running([str(folder / "serve"), "{port}"], dict(os.environ), "/hello/") as url:
        return {
            "v3 ?search=": measure(url, [f"/api/v3/pages/?search={q}" for q in questions], seconds),
            "stock search page": measure(url, [f"/search/?query={q}" for q in questions], seconds),
        }


def main(options: Namespace, folder: Path) -> None:
    few = prepare(folder / "delivery", 1_400, options.collection)
    with serving(folder / "delivery", server=options.server) as url:
        found = asked(url, few, options.seconds, 4)
    if options.stock:
        theirs = stock(options.stock, few, options.seconds)
        for mine, other in (
            ("search as JSON", "v3 ?search="),
            ("search page", "stock search page"),
        ):
            ratio = found[mine].rate / theirs[other].rate
            print(
                f"1,400 pages: {mine} {found[mine].rate:,.0f} requests/s is {ratio:.0f} × {other}"
            )
    many = prepare(folder / "searching", MANY, options.collection)
    with serving(folder / "searching", server=options.server) as url:
        for name, told in asked(url, many, options.seconds, CLIENTS).items():
            print(
                f"{MANY:,} pages, {CLIENTS} clients: {name} {told.rate:,.0f} requests/s,"
                f" p50 {told.median:.1f} ms, p95 {told.p95:.1f} ms",
                flush=True,
            )
