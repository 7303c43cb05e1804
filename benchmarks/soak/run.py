"""A site under mixed load, with an editor at work and a fault every two minutes.

The site runs as `docker-compose.yml` has it: web processes, the worker, PostgreSQL, Redis and
Elasticsearch. Prints what clients saw that repeat a failed request once, whether every publication
that was acknowledged is served and found in the end, and the memory of the processes. `--minutes`
is the length, `--plot` names an SVG file for the memory.
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import mean, quantiles

from redis import Redis

from benchmarks.plots.lines import line_chart
from benchmarks.site import ROOT, collection, questions
from benchmarks.soak.clients import API, Clients, fetch
from benchmarks.soak.memory import Memory
from tests.servers import postgresql
from tests.servers.elasticsearch import own_server
from tests.servers.ports import free_port
from tests.servers.production import production_environment, run
from tests.servers.redis import redis_server

PAGES, REQUESTS = 400, 10  # requests a second
FAULT_EVERY, AWAY = 120, 10  # seconds
PUBLISH = """
import itertools, time
from django.db import DatabaseError, close_old_connections, transaction
from home.models import ContentPage
ids = list(ContentPage.objects.order_by("pk").values_list("pk", flat=True))
for number in itertools.count():
    time.sleep(1)
    word = f"soak{number:07}x"
    try:
        close_old_connections()
        with transaction.atomic():
            page = ContentPage.objects.get(pk=ids[number * 37 % len(ids)])
            page.summary = f"Edited: {word}."
            page.save_revision().publish()
        print(page.get_url(), word, flush=True)
    except DatabaseError:
        pass
"""


def main(options: Namespace, folder: Path) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # its servers are stopped
    with ExitStack() as stack:
        database = stack.enter_context(postgresql.server(migrated=True))
        redis = stack.enter_context(redis_server())
        elasticsearch = stack.enter_context(own_server(options=""))
        env = production_environment(
            folder / "soak",
            DATABASE_URL=database.url,
            REDIS_URL=redis,
            ELASTICSEARCH_URL=elasticsearch.url,
            PORT=str(free_port()),
            RATE_LIMIT="off",
            TRUSTED_PROXIES="1",
        )
        paths = fill(env, folder / "soak", options)
        url = f"http://127.0.0.1:{env['PORT']}"
        web = stack.enter_context(kept_running(env, "-m", "cms.serve", "deployed"))
        worker = stack.enter_context(kept_running(env, "manage.py", "search_worker"))
        wait(url)
        faults = {
            "a web process killed": lambda: os.kill(children(web())[-1], signal.SIGKILL),
            "the worker killed": lambda: os.kill(worker(), signal.SIGKILL),
            f"PostgreSQL away for {AWAY} s": lambda: away(database.stop, database.start),
            f"Elasticsearch away for {AWAY} s": lambda: away(
                elasticsearch.stop, elasticsearch.start
            ),
            f"Redis silent for {AWAY} s": lambda: pause_redis(redis),
        }
        processes = {"web": lambda: children(web()), "worker": lambda: [worker()]}
        memory = stack.enter_context(Memory(processes))
        clients = Clients(url, paths, questions(options.collection), REQUESTS)
        published = folder / "soak" / "published"
        with clients, editing(env, published):
            break_things(faults, options.minutes * 60, clients)
        report(clients, memory, lost(url, env, published))
    if options.plot:
        options.plot.write_text(line_chart("Memory of processes, MB", "minutes", memory.series))


def fill(env: Mapping[str, str], folder: Path, options: Namespace) -> list[str]:
    """Make a site with pages; return their paths."""
    folder.mkdir(parents=True)
    documents = folder / "documents.jsonl"
    lines = [*collection(PAGES, options.collection)]
    documents.write_text("\n".join(map(json.dumps, lines)))
    for command in (
        ("prepare",),
        ("load_demo", "--content-only"),
        ("import_content", str(documents), "--under", "/"),
        ("collectstatic", "-v0", "--no-input"),
        ("search_worker", "--once"),
    ):
        run(env, "manage.py", *command).check_returncode()
    return [f"/{each['slug']}/" for each in lines]


@contextmanager
def kept_running(env: Mapping[str, str], *command: str) -> Iterator[Callable[[], int]]:
    """Yield a function that returns the id of a process, which is started again when it ends."""
    stopping = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not stopping.is_set():
            running.append(subprocess.Popen([sys.executable, *command], cwd=ROOT, env=dict(env)))
            running[-1].wait()
            stopping.wait(1)

    thread = threading.Thread(target=keep)
    thread.start()
    try:
        time.sleep(1)
        yield lambda: running[-1].pid
    finally:
        stopping.set()
        running[-1].terminate()
        thread.join()


@contextmanager
def editing(env: Mapping[str, str], published: Path) -> Iterator[None]:
    """Publish a page a second inside the block; those that are committed are listed in a file."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISH]
    with published.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=dict(env), stdout=output)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=60)


def wait(url: str) -> None:
    while fetch(f"{url}/readyz")[0] != 200:
        time.sleep(0.5)


def children(pid: int) -> list[int]:
    """Return the ids of the processes that a process has started."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def away(stop: Callable[[], None], start: Callable[[], None]) -> None:
    stop()
    time.sleep(AWAY)
    start()


def pause_redis(url: str) -> None:
    with Redis.from_url(url) as redis:
        redis.client_pause(AWAY * 1000)
    time.sleep(AWAY)


def break_things(
    faults: Mapping[str, Callable[[], None]], seconds: float, clients: Clients
) -> None:
    """Cause one fault after another, until the time is over."""
    end = time.monotonic() + seconds
    for name, cause in itertools.cycle(faults.items()):
        clients.phase = "no fault"
        if time.monotonic() + FAULT_EVERY > end:
            break
        time.sleep(FAULT_EVERY - AWAY - 20)
        clients.phase = name
        cause()
        time.sleep(20)
    time.sleep(max(0.0, end - time.monotonic()))


def lost(url: str, env: Mapping[str, str], published: Path) -> dict[str, int]:
    """Return how many publications there were, and how many are not served or not found."""
    run(env, "manage.py", "search_worker", "--once").check_returncode()
    run(env, "manage.py", "search_check").check_returncode()
    rows = [line.split() for line in published.read_text().splitlines()]
    last = dict(rows)
    served = sum(word.encode() in fetch(url + path)[1] for path, word in last.items())
    findable = sum(
        path.encode() in fetch(f"{url}{API}/search/?q={word}")[1] for path, word in last.items()
    )
    return {
        "publications": len(rows),
        "pages": len(last),
        "not served": len(last) - served,
        "not found": len(last) - findable,
    }


def report(clients: Clients, memory: Memory, losses: Mapping[str, int]) -> None:
    for phase, statuses in clients.statuses.items():
        took = clients.seconds[phase]
        p95 = quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
        counts = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
        print(f"{phase:28} {counts}; p95 {1000 * p95:,.0f} ms")
    print(", ".join(f"{count} {name}" for name, count in losses.items()))
    for name, points in memory.series.items():
        sizes = [size for _, size in points]
        quarter = max(1, len(sizes) // 4)
        second, last = mean(sizes[quarter : 2 * quarter] or sizes), mean(sizes[-quarter:])
        print(f"{name:28} {second:,.0f} MB in the second quarter, {last:,.0f} MB in the last")
