"""Documents in a test's transaction, which never commits."""

import pytest
from django.db import connection

from cms.changes import log


@pytest.fixture(autouse=True)
def own_changes_are_final(request, monkeypatch):
    """Let readers take changes of the test's transaction on PostgreSQL, as after its commit.

    Elsewhere such changes are left out until all older transactions have ended; the tests of
    overlapping transactions commit, and read as in production.
    """
    mark = request.node.get_closest_marker("django_db")
    if mark and not mark.kwargs.get("transaction") and connection.vendor == "postgresql":
        monkeypatch.setattr(log._OldestRunning, "template", str(2**63 - 1))
