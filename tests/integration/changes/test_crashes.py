"""kill -9 at every step: any process may die at any time; nothing is lost and nothing stays wrong.

A child process publishes, reads and rebuilds, and is killed by itself just before or after the
n-th time that it writes to the index or a document, moves a place, swaps, or commits.
`CRASHES=200` tries more times than CI does.
"""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from tests.servers.prepared import migrated_data

ROOT = Path(__file__).parents[3]
CRASHES = int(os.environ.get("CRASHES", "8"))

# Runs in a separate process, which forks one child for each crash and one for what follows.
# A child's steps are counted; at the chosen one it kills itself.
DRIVER = """
import logging, os, random, signal, sys, threading, traceback
import django
django.setup()
logging.disable(logging.ERROR)
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from benchmarks.pages import make_pages
from cms.changes import worker
from cms.delivery.writing.reader import DocumentReader
from home.models import ContentPage
from wagtail.models import Page
from search.engines import active
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.generation import EmbeddedGeneration
from search.indexing.rebuild import rebuild

STEPS = [
    (EmbeddedGeneration, ["write", "_commit", "fill"]),
    (EmbeddedEngine, ["begin", "swap", "tidy"]),
    (DocumentReader, ["_store", "_store_documents"]),
    (BaseDatabaseWrapper, ["_commit"]),
]

def in_child(act):
    connection.close()
    pid = os.fork()
    if pid == 0:
        try:
            act()
            os._exit(0)
        except SystemExit as left:
            os._exit(left.code or 0)
        except BaseException:
            traceback.print_exc()
            os._exit(70)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def count_down(steps, before):
    lock = threading.Lock()
    def counted(owner, name):
        plain = getattr(owner, name)
        def step(*args, **kwargs):
            nonlocal steps
            with lock:
                steps -= 1
                dies = steps == 0
            if dies and before:
                os.kill(os.getpid(), signal.SIGKILL)
            result = plain(*args, **kwargs)
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
            return result
        setattr(owner, name, step)
    for owner, names in STEPS:
        for name in names:
            counted(owner, name)

def prepare():
    make_pages(12)
    call_command("search_worker", once=True)

def change(page, act, chance, title):
    if act == "publish":
        page.title = title
        page.save_revision().publish()
    elif act == "unpublish":
        page.unpublish()
    elif act == "move":
        other = chance.choice(ContentPage.objects.order_by("pk"))
        if other != page and not other.is_descendant_of(page):
            page.move(other, pos="last-child")
    elif page.get_descendants(inclusive=True).count() + 6 <= ContentPage.objects.count():
        page.delete()

def work(seed):
    chance = random.Random(seed)
    count_down(chance.randrange(1, 60), before=chance.random() < 0.5)
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=[stop])
    thread.start()
    pages = list(ContentPage.objects.order_by("pk"))
    for turn in range(40):
        page = ContentPage.objects.get(pk=chance.choice(pages).pk)
        act = chance.choice(["publish", "publish", "unpublish", "move", "delete", "rebuild"])
        if act == "rebuild":
            if chance.random() < 0.4:
                rebuild(active.engine("embedded"))
            continue
        with transaction.atomic():  # as in a request; `Page.delete` opens none of its own
            change(page, act, chance, f"Title {seed} {turn}")
        if act == "delete":  # pages below it are gone, too
            pages = list(ContentPage.objects.order_by("pk"))
    stop.set()
    thread.join()

def finish():
    assert not any(Page.find_problems()), "An act of this test is not atomic."
    call_command("search_worker", once=True)
    call_command("search_check", json=True)

def damage():
    live = active.engine("embedded").live().path
    for file in live.iterdir():
        if file.suffix in {".store", ".term", ".idx"}:
            file.write_bytes(b"damaged")

print("prepare", in_child(prepare), flush=True)
print("damage", in_child(damage), flush=True)
print("after-damage", in_child(finish), flush=True)
for seed in map(int, sys.argv[1:]):
    print("crash", in_child(lambda: work(seed)), flush=True)
    print(f"after-{seed}", in_child(finish), flush=True)
"""


def test_no_crash_or_damage_leaves_drift(tmp_path):
    first = random.randrange(10**6) if "CRASHES" in os.environ else 1
    seeds = [str(seed) for seed in range(first, first + CRASHES)]
    environment = {**os.environ, "DATA_DIR": str(migrated_data(tmp_path)), "PYTHONPATH": str(ROOT)}
    environment["DJANGO_SETTINGS_MODULE"] = "cms.settings.demo"
    driver = subprocess.run(
        [sys.executable, "-c", DRIVER, *seeds],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60 + 30 * CRASHES,
    )
    report = driver.stdout + driver.stderr[-4000:]
    codes = [
        (line.split()[0], int(line.split()[1]))
        for line in driver.stdout.splitlines()
        if line.startswith(("prepare ", "damage ", "crash ", "after-"))
    ]
    assert len(codes) == 3 + 2 * CRASHES, report
    crashes = [code for step, code in codes if step == "crash"]
    assert set(crashes) <= {0, -signal.SIGKILL}, report
    assert crashes.count(-signal.SIGKILL) >= CRASHES // 2, report
    assert {code for step, code in codes if step != "crash"} == {0}, report
