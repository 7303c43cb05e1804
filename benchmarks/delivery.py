"""The delivery API compared with a stock Wagtail, both with the same 1,400 pages.

Every measurement requests many different pages in turn; cold means that no response is cached.
Aims, in requests per second: page by path warm ≥ 10 × v3's detail and ≥ half of a bare Django view,
cold ≥ 2 ×; a list of 20 whole pages ≥ 5 × v3's list of stubs; 304 ≥ .8 of the bare view.
"""

import json
import os
import urllib.request
from argparse import Namespace
from pathlib import Path

from benchmarks.site import COLD, Measured, Pages, measure, prepare, running, serving, tags

API = "/api/delivery/v1"
COUNT = 1_400
STARTING = 5  # seconds for every process to build its schemas
WARMING = 30  # seconds for every process to cache every page
RATIOS = (
    ("page by path, warm", "v3 detail"),
    ("page by path, warm", "bare Django view"),
    ("page by path, cold", "v3 detail"),
    ("list of 20 whole pages, warm", "v3 list of 20 stubs"),
    ("list of 20 whole pages, cold", "v3 list of 20 stubs"),
    ("page by path, 304", "bare Django view"),
)


def ours(folder: Path, pages: Pages, options: Namespace) -> dict[str, Measured]:
    pages_by_path = [f"{API}/page/?path={path}" for path in pages.paths]
    lists = [f"{API}/pages/?fields=*&limit=20&sort={sort}" for sort in ("path", "title", "-path")]
    measured = {}
    with serving(folder, COLD, options.server) as url:
        measure(url, ["/healthz", pages_by_path[0]], STARTING)
        measured["page by path, cold"] = measure(url, pages_by_path, options.seconds)
        measured["list of 20 whole pages, cold"] = measure(url, lists, options.seconds)
    with serving(folder, server=options.server) as url:
        conditional = tags(url, pages_by_path)
        measure(url, [*pages_by_path, *lists], WARMING)
        measured["page by path, warm"] = measure(url, pages_by_path, options.seconds)
        measured["page by path, 304"] = measure(url, conditional, options.seconds)
        measured["list of 20 whole pages, warm"] = measure(url, lists, options.seconds)
        measured["our own bare view"] = measure(url, ["/healthz"], options.seconds)
    return measured


def stock(folder: Path, options: Namespace) -> dict[str, Measured]:
    with running([str(folder / "serve"), "{port}"], dict(os.environ), "/hello/") as url:
        ids = []
        for offset in range(0, COUNT, 20):
            with urllib.request.urlopen(f"{url}/api/v3/pages/?limit=20&offset={offset}") as part:
                ids += [each["id"] for each in json.load(part)["items"]]
        details = [f"/api/v3/pages/{each}/" for each in ids]
        lists = ["/api/v3/pages/?limit=20"]
        return {
            "v3 detail": measure(url, details, options.seconds),
            "v3 list of 20 stubs": measure(url, lists, options.seconds),
            "bare Django view": measure(url, ["/hello/"], options.seconds),
        }


def main(options: Namespace, folder: Path) -> None:
    pages = prepare(folder / "delivery", COUNT, options.collection)
    by_name = ours(folder / "delivery", pages, options)
    if options.stock:
        by_name |= stock(options.stock, options)
    for name, measured in by_name.items():
        print(f"{name:34} {measured.rate:8,.0f} requests/s, p95 {measured.p95:7.2f} ms", flush=True)
    for name, other in RATIOS:
        if other in by_name:
            print(f"{name} is {by_name[name].rate / by_name[other].rate:.1f} × {other}")
