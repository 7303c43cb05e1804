"""Time from a change to its search result: python -m benchmarks.changes [--pages N] [--engine E]

Aims: publish → findable p95 ≤ 300 ms (embedded) or 1.5 s
(Elasticsearch), 5,000 publishes drained at ≥ 400 a second, publishing ≤ 2 more queries
and ≤ 2 ms slower. Uses a temporary data folder, or the DATABASE_URL that is set.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager


def quantile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def cost_of_publishing(page_ids: list[int]) -> dict[str, float]:
    """Return the time and queries that the log's signal handlers add to publications."""
    from django.db import connection, reset_queries, transaction
    from django.db.models.signals import post_save, pre_save
    from django.test.utils import CaptureQueriesContext

    from cms.changes.watching import pages as listeners
    from home.models import ContentPage

    spent = 0.0
    queries = 0

    def timed(listener):
        def listen(**event):
            nonlocal spent, queries
            before, begin = len(connection.queries_log), time.perf_counter()
            listener(**event)
            spent += time.perf_counter() - begin
            queries += len(connection.queries_log) - before

        return listen

    listening = [(pre_save, listeners._before_save), (post_save, listeners._after_save)]
    wrapped = [(signal, timed(listener)) for signal, listener in listening]
    for (signal, plain), (_, slower) in zip(listening, wrapped, strict=True):
        signal.disconnect(plain)
        signal.connect(slower)
    publish_times, log_times, counts = [], [], []
    for page_id in page_ids:
        revision = ContentPage.objects.get(pk=page_id).save_revision()
        reset_queries()
        spent, queries = 0.0, 0
        with CaptureQueriesContext(connection):
            begin = time.perf_counter()
            with transaction.atomic():
                revision.publish()
            publish_times.append(time.perf_counter() - begin)
        log_times.append(spent)
        counts.append(queries)
    for (signal, plain), (_, slower) in zip(listening, wrapped, strict=True):
        signal.disconnect(slower)
        signal.connect(plain)
    return {
        "publishing, ms": statistics.median(publish_times) * 1000,
        "publishing, ms for the log": statistics.median(log_times) * 1000,
        "publishing, queries for the log": max(counts),
    }


@contextmanager
def worker_process():
    """Run the worker in a separate process, so that a wake-up crosses processes."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "search_worker"], stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_until_read(engine_name: str, timeout: float = 600) -> None:
    from cms.changes import log
    from search.engines import active

    head, end = str(log.head()), time.monotonic() + timeout
    while time.monotonic() < end:
        live = active.engine(engine_name).live()
        if live is not None and live.place() == head:
            return
        time.sleep(0.005)
    raise TimeoutError("The worker did not reach the log's head.")


def time_to_find(page_ids: list[int], engine_name: str) -> list[float]:
    """Return the seconds from the end of `publish` until a search finds the page by a new word."""
    from home.models import ContentPage
    from search.engines import active
    from search.request.search_request import SearchRequest

    engine = active.engine(engine_name)
    delays: list[float] = []
    for number, page_id in enumerate(page_ids):
        word = f"zz{number}x{random.getrandbits(40):x}"
        page = ContentPage.objects.get(pk=page_id)
        page.title = f"Fresh {word}"
        page.save_revision().publish()
        begin = time.perf_counter()
        request = SearchRequest(word)
        while not engine.search(request, None, 5).hits:
            if time.perf_counter() - begin > 30:
                raise TimeoutError(f"Page {page_id} was not found.")
            time.sleep(0.002)
        delays.append(time.perf_counter() - begin)
        time.sleep(random.uniform(0, 0.1))
    return delays


def search_during_a_rebuild(engine_name: str, seconds: float = 5) -> tuple[float, float]:
    """Return the p95 of searches in seconds: without load, and while `search_rebuild` runs."""
    from search.engines import active
    from search.request.search_request import SearchRequest

    engine = active.engine(engine_name)

    def p95(goes_on) -> float:
        durations = []
        while goes_on():
            request = SearchRequest(random.choice(("regional peace", "council", "trade policy")))
            begin = time.perf_counter()
            engine.search(request, None, 5)
            durations.append(time.perf_counter() - begin)
            time.sleep(0.02)
        return quantile(durations, 0.95)

    end = time.monotonic() + seconds
    quiet = p95(lambda: time.monotonic() < end)
    rebuilding = subprocess.Popen(
        [sys.executable, "manage.py", "search_rebuild", "--verbosity", "0", "--engine", engine_name]
    )
    return quiet, p95(lambda: rebuilding.poll() is None)


def drain(page_ids: list[int], engine_name: str) -> float:
    """Return changes per second, from the last of many publications to the last one found."""
    from django.db import transaction

    from cms.changes import log
    from cms.changes.models import Kind
    from cms.changes.reader_loop import ReaderLoop
    from cms.changes.readers import readers

    with transaction.atomic():
        for page_id in page_ids:
            log.append(Kind.PUBLISHED, [page_id])
    time.sleep(0.2)
    [reader] = [each for each in readers() if each.name == f"index-{engine_name}"]
    loop, begin = ReaderLoop(reader), time.perf_counter()
    while loop.step():
        pass
    rate = len(page_ids) / (time.perf_counter() - begin)
    reader.close()
    return rate


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=5000)
    arguments.add_argument("--samples", type=int, default=100)
    arguments.add_argument("--engine", default="embedded", choices=["embedded", "elasticsearch"])
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="cms-bench-") as folder:
        os.environ.setdefault("DATA_DIR", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")
        import django

        django.setup()
        measure(options.pages, options.samples, options.engine)


def measure(pages: int, samples: int, engine: str) -> None:
    import logging

    from django.core.management import call_command

    from benchmarks.pages import make_pages

    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    page_ids = make_pages(pages)
    for name, value in cost_of_publishing(page_ids[: min(400, pages)]).items():
        print(f"{name:40} {value:10.2f}", flush=True)
    call_command("search_worker", once=True)
    print(f"{'drained, changes/s':40} {drain(page_ids, engine):10.0f}", flush=True)
    with worker_process():
        wait_until_read(engine)
        time_to_find(page_ids[:5], engine)
        delays = time_to_find(page_ids[:samples], engine)
        quiet, rebuilding = search_during_a_rebuild(engine)
    for part in (0.5, 0.95):
        name = f"publish → findable p{part * 100:.0f}, ms"
        print(f"{name:40} {quantile(delays, part) * 1000:10.0f}", flush=True)
    print(f"{'search p95, ms':40} {quiet * 1000:10.1f}", flush=True)
    print(f"{'search p95 during a rebuild, ms':40} {rebuilding * 1000:10.1f}", flush=True)
    print(f"{'ratio':40} {rebuilding / quiet:10.2f}", flush=True)


if __name__ == "__main__":
    main()
