"""Runs tests that depend on the database again on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.servers import postgresql

ROOT = Path(__file__).parents[3]
SUITES = [
    "test_overlap.py",
    "test_page_changes.py",
    "test_leases.py",
    "test_crashes.py",
    "test_open_transactions.py",
    "test_objects.py",
]


@pytest.fixture(scope="module")
def database_url():
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.running() as url:
        yield url


def test_the_change_log(database_url):
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:warnings", *SUITES],
        cwd=Path(__file__).parent,
        env={
            "CRASHES": "4",
            **os.environ,
            "DATABASE_URL": database_url,
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]
