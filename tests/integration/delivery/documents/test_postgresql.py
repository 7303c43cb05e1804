"""Documents on a real PostgreSQL, where transactions may commit in another order than their ids."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.servers import postgresql

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def database_url():
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.running() as url:
        yield url


def test_documents(database_url):
    suites = ["test_writing.py", "test_same_bytes.py", "test_plans.py", "test_overlap.py"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:warnings", "-k", "not any_changes", *suites],
        cwd=Path(__file__).parent,
        env={**os.environ, "DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]
