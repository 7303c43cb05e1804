"""Elasticsearch stopped, paused, read-only and restarted while editors publish."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from tests.conftest import missing
from tests.servers.elasticsearch import UnavailableError, own_server
from tests.servers.prepared import migrated_data

ROOT = Path(__file__).parents[3]

# A site with both indexes and a worker, controlled by lines on its standard input.
SITE = """
import json, logging, sys, threading, time
import django
django.setup()
logging.disable(logging.CRITICAL)
from benchmarks.pages import make_pages
from cms.changes import log, worker
from cms.changes.readers import readers
from home.models import ContentPage
from search.service import search as service
from search.engines import active
from search.indexing.check import check
from cms.changes.management.commands.search_worker import reached
from search.request.search_request import SearchRequest

make_pages(8)
stop = threading.Event()
thread = threading.Thread(target=worker.run, args=[stop])
thread.start()
turn = 0

def publish():
    global turn
    began, longest = time.monotonic(), 0.0
    for page in ContentPage.objects.all():
        turn += 1
        begin = time.monotonic()
        page.title = f"Fresh word{turn}"
        page.save_revision().publish()
        longest = max(longest, time.monotonic() - begin)
    return {"longest": longest}

def find():
    end, tries, engine = time.monotonic() + 20, 0, None
    while time.monotonic() < end:
        begin = time.monotonic()
        answer = service.search(SearchRequest(f"word{turn}"))
        took, engine = time.monotonic() - begin, answer.result.engine
        if answer.hits:
            return {"engine": engine, "took": took}
        time.sleep(0.05)
    return {"engine": engine, "took": None}

def caught_up():
    end, head = time.monotonic() + 90, log.head()
    while time.monotonic() < end and not all(reached(each, head) for each in readers()):
        time.sleep(0.1)
    return {"drift": [len(check(active.engine(each)).drift) for each in active.names()],
            "lost": [check(active.engine(each)).lost for each in active.names()]}

for line in sys.stdin:
    print(json.dumps(globals()[line.strip()]()), flush=True)
stop.set()
thread.join()
"""


@pytest.fixture(scope="module")
def server():
    try:
        with own_server() as running:
            yield running
    except UnavailableError as error:
        missing(str(error))


@pytest.fixture
def site(server, tmp_path):
    environment = {
        **os.environ,
        "DATA_DIR": str(migrated_data(tmp_path)),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
        "ELASTICSEARCH_URL": server.url,
        "ELASTICSEARCH_INDEX_PREFIX": "outages",
    }
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(
        [sys.executable, "-c", SITE],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def send(command):
        process.stdin.write(f"{command}\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield send
    process.stdin.close()
    process.wait(timeout=60)


def test_nothing_is_lost_and_no_publication_fails_or_waits(server, site):
    assert site("caught_up") == {"drift": [0, 0], "lost": ["", ""]}
    assert site("publish")["longest"] < 2
    assert site("find")["engine"] == "elasticsearch"

    def expect_the_fall_back():
        assert site("publish")["longest"] < 2
        result = site("find")
        assert result["engine"] == "embedded"
        assert result["took"] is not None

    server.send(signal.SIGSTOP)
    expect_the_fall_back()
    server.send(signal.SIGCONT)
    assert site("caught_up") == {"drift": [0, 0], "lost": ["", ""]}

    server.stop(signal.SIGKILL)
    expect_the_fall_back()
    server.start()
    assert site("caught_up") == {"drift": [0, 0], "lost": ["", ""]}

    client = Elasticsearch(server.url)
    locked = {"index.blocks.write": True}
    client.indices.put_settings(index="outages-*", settings=locked)
    assert site("publish")["longest"] < 2
    client.indices.put_settings(index="outages-*", settings={"index.blocks.write": None})
    assert site("caught_up") == {"drift": [0, 0], "lost": ["", ""]}

    end = time.monotonic() + 60
    while (result := site("find"))["engine"] != "elasticsearch" and time.monotonic() < end:
        time.sleep(1)
    assert result["engine"] == "elasticsearch"
