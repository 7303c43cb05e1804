"""Index and documents built by several processes, as `prepare` does on a large site."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import missing
from tests.servers import postgresql
from tests.servers.prepared import migrated_data
from tests.servers.production import production_environment
from tests.servers.site import ROOT

PAGES = 300  # more than one batch, so that several processes build
PROGRAM = """
import logging, os, signal, sys
import django
django.setup()
logging.disable(logging.ERROR)
from django.core.management import call_command
from benchmarks.pages import make_pages
from cms.changes.threads import processes
from cms.delivery.writing.reader import DocumentReader

def store_and_die(reader, built, store=DocumentReader._store_documents):
    store(reader, built)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    processes.WORTH_PROCESSES = 1
    match sys.argv[1]:
        case "pages":
            make_pages(int(sys.argv[2]))
        case "build":
            call_command("search_rebuild", missing=True)
        case "build and die":
            DocumentReader._store_documents = store_and_die
            call_command("search_rebuild", missing=True)
        case "build and check":
            call_command("search_rebuild", missing=True)
            call_command("search_check")
"""
PATIENCE = 60  # seconds


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request, tmp_path):
    """The environment of a site with pages, and without index and documents."""
    if request.param == "sqlite":
        yield _with_pages(production_environment(migrated_data(tmp_path)))
        return
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.running(migrated=True) as url:
        yield _with_pages(production_environment(tmp_path, DATABASE_URL=url))


def _with_pages(environment):
    environment |= {"PYTHONPATH": str(ROOT)}
    run(environment, "pages", str(PAGES))
    return environment


def start(environment, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def run(environment, *arguments) -> str:
    process = start(environment, *arguments)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output
    return output


def group_exists(group) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_builds_what_is_missing_and_goes_on_after_a_kill(site):
    killed = start(site, "build and die")
    assert killed.wait(timeout=PATIENCE) == -signal.SIGKILL
    deadline = time.monotonic() + PATIENCE
    while group_exists(killed.pid):  # the processes that it started end as well
        assert time.monotonic() < deadline
        time.sleep(0.1)

    built, checked = run(site, "build"), run(site, "build and check")

    assert f"embedded: {PAGES + 1} documents, live." in built
    assert "delivery API: documents written." in built
    assert checked.splitlines() == [  # and nothing about building, because nothing is missing
        f"embedded: {PAGES + 1} documents, 0 differ.",
        f"delivery documents: {PAGES + 1} documents, 0 differ.",
    ]
