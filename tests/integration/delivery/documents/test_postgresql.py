"""Documents and lists of drafts on a real PostgreSQL, whose SQL and order of commits differ."""

from pathlib import Path

import pytest

from tests.conftest import missing
from tests.servers import postgresql

SUITES = [
    "test_prepared_lists.py",
    "test_nearest_rows.py",
    "test_writing.py",
    "test_same_bytes.py",
    "test_same_bytes_after_changes.py",
    "test_plans.py",
    "test_overlap.py",
]
DRAFTS = ("../drafts/test_draft_lists.py", "../drafts/test_draft_list_queries.py")


@pytest.fixture(scope="module")
def database_url():
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.running(migrated=True) as url:
        yield url


def test_documents(database_url):
    folder = Path(__file__).parent
    run = postgresql.run_tests(database_url, folder, "-k", "not any_changes", *SUITES, *DRAFTS)

    assert run.returncode == 0, run.stdout[-4000:]
