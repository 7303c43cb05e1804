"""Index and documents built by several processes, as `prepare` does on a large site."""

import os
import subprocess
import sys
from pathlib import Path

from tests.servers.prepared import migrated_data

ROOT = Path(__file__).parents[3]
PROGRAM = """
import logging
import django
django.setup()
logging.disable(logging.ERROR)
from django.core.management import call_command
from benchmarks.pages import make_pages
from cms.changes.threads import processes

if __name__ == "__main__":
    make_pages(1100)
    processes.WORTH_PROCESSES = 1
    for _ in ("missing", "complete"):
        call_command("search_rebuild", missing=True)
    call_command("search_check")
"""


def test_builds_the_same_documents_where_they_are_missing(tmp_path):
    environment = {**os.environ, "DATA_DIR": str(migrated_data(tmp_path)), "PYTHONPATH": str(ROOT)}
    environment["DJANGO_SETTINGS_MODULE"] = "cms.settings.demo"
    environment.pop("DATABASE_URL", None)
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.stdout.count("1101 documents, live.") == 1, run.stdout + run.stderr[-3000:]
    assert run.stdout.count("delivery API: documents written.") == 1
    assert "1101 documents, 0 differ." in run.stdout, run.stdout + run.stderr[-3000:]
