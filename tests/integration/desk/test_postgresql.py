"""Runs tests that depend on the database again on PostgreSQL."""

from pathlib import Path

from tests.conftest import missing
from tests.servers import postgresql


def test_the_admins_search():
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.running(migrated=True) as url:
        run = postgresql.run_tests(url, Path(__file__).parent, "test_admin_search.py")

    assert run.returncode == 0, run.stdout[-4000:]
