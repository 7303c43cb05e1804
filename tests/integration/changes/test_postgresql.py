"""Runs tests that depend on the database again on PostgreSQL."""

from pathlib import Path

import pytest

from tests.conftest import missing
from tests.servers import postgresql

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
    with postgresql.running(migrated=True) as url:
        yield url


def test_the_change_log(database_url):
    folder = Path(__file__).parent
    run = postgresql.run_tests(database_url, folder, *SUITES, CRASHES="4")

    assert run.returncode == 0, run.stdout[-4000:]
