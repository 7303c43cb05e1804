"""Requests while editors publish: none, one and five publications a second.

Another process publishes one page after another, so that each goes through the change log. Aims,
relative to the rate without publications: pages ≥ .8 at one and ≥ .6 at five a second; searches
≥ .5 and ≥ .2. `--stock` adds the stock site's API v3, which caches nothing, so that its rate does
not depend on publications; `--plot` names an SVG file for the shares.
"""

import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.delivery import API, stock
from benchmarks.plots.bars import bar_chart
from benchmarks.site import ROOT, WARM, environment, measure, prepare, serving

COUNT = 400
CONNECTIONS = 8
STEP, MAX_WARMING = 5, 90  # seconds: of one measurement while warming, and of the warming
GROWTH = 1.1  # caches are warm when the rate grows by less
RATES = {0: "no publication", 1: "one a second", 5: "five a second"}
PUBLISH = """
import itertools, time
from django.db import connection, transaction
from home.models import ContentPage
ids = list(ContentPage.objects.order_by("pk").values_list("pk", flat=True))
began = time.monotonic()
for number in itertools.count():
    page = ContentPage.objects.get(pk=ids[number * 37 % len(ids)])
    page.summary = f"Edited for the {number}th time."
    with transaction.atomic():
        page.save_revision().publish()
    print("published", flush=True)
    time.sleep(max(0, began + (number + 1) / RATE - time.monotonic()))
"""


@contextmanager
def publishing(folder: Path, rate: int) -> Iterator[None]:
    """Publish `rate` pages a second inside the block; the editor's process has started before."""
    if not rate:
        yield
        return
    script = PUBLISH.replace("RATE", str(rate))
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", script]
    env = environment(folder, WARM)
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def warm(url: str, requests: list[str]) -> None:
    """Send the requests until every process answers all of them from its cache."""
    before = 0.0
    for _ in range(MAX_WARMING // STEP):
        rate = measure(url, requests, STEP, CONNECTIONS).rate
        if rate < before * GROWTH:
            return
        before = rate


def main(options: Namespace, folder: Path) -> None:
    pages = prepare(folder / "editing", COUNT, options.collection)
    questions = [quote_plus(" ".join(each.split()[:3])) for each in pages.questions]
    routes = {
        "page by path": [f"{API}/page/?path={path}" for path in pages.paths],
        "HTML page": pages.paths,
        "search as JSON": [f"{API}/search/?q={each}" for each in questions],
    }
    with serving(folder / "editing", server=options.server) as url:
        shares = {
            name: dict(measure_route(name, requests, url, folder / "editing", options.seconds))
            for name, requests in routes.items()
        }
    if options.plot:
        title = "Requests a second while pages are published, as a share of the rate without"
        options.plot.write_text(bar_chart(title, "", shares))
    if options.stock:
        for name, measured in stock(options.stock, options).items():
            print(
                f"{name:34} {measured.rate:8,.0f} requests/s, p95 {measured.p95:7.2f} ms",
                flush=True,
            )


def measure_route(
    name: str, requests: list[str], url: str, folder: Path, seconds: int
) -> Iterator[tuple[str, float]]:
    """Yield the share of the rate without publications, by publications a second."""
    unedited_rate = 0.0
    for rate, name_of_rate in RATES.items():
        warm(url, requests)
        with publishing(folder, rate):
            measured = measure(url, requests, max(seconds, 10), CONNECTIONS)
        unedited_rate = unedited_rate or measured.rate
        share = measured.rate / unedited_rate
        print(
            f"{name:16} {rate} publications/s {measured.rate:8,.0f} requests/s,"
            f" {share:.2f} of the first, p95 {measured.p95:7.2f} ms",
            flush=True,
        )
        yield name_of_rate, round(share, 2)
