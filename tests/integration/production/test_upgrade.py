"""Migrating the database of an earlier version."""

import pytest

from tests.conftest import missing
from tests.servers import postgresql
from tests.servers.production import production_environment, run

# One app each, in the order in which the earlier version's database had them.
EARLIER = [("changes", "0002"), ("desk", "0003")]


def test_a_database_of_an_earlier_version_is_migrated(tmp_path):
    environment = production_environment(tmp_path)
    for app, migration in EARLIER:
        ended = run(environment, "manage.py", "migrate", app, migration, "-v0")
        assert ended.returncode == 0, ended.stderr

    ended = run(environment, "manage.py", "prepare")

    assert ended.returncode == 0, ended.stderr


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request, tmp_path):
    if request.param == "sqlite":
        yield production_environment(tmp_path)
        return
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.running() as url:
        yield production_environment(tmp_path, DATABASE_URL=url)


def test_the_database_refuses_to_change_an_audit_entry(environment):
    assert run(environment, "manage.py", "migrate", "-v0").returncode == 0

    for statement, text in (
        ("AuditEntry.objects.create(action='logged_in')", ""),
        ("AuditEntry.objects.update(actor='another')", "append-only"),
        ("AuditEntry.objects.all().delete()", ""),
    ):
        code = f"from cms.audit.models import AuditEntry; {statement}"
        ended = run(environment, "manage.py", "shell", "-v0", "-c", code)
        assert (ended.returncode == 0) is (not text), ended.stderr
        assert text in ended.stderr
