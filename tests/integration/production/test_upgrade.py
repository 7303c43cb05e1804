"""Migrating the database of an earlier version."""

from pathlib import Path

import pytest
from django.apps import apps

from tests.conftest import missing
from tests.servers import postgresql
from tests.servers.prepared import migrated_data, static_data
from tests.servers.production import production_environment, run

# One app each, in the order in which the earlier version's database had them.
EARLIER = [("changes", "0002"), ("desk", "0003")]


def test_a_database_of_an_earlier_version_is_migrated(tmp_path):
    environment = production_environment(static_data(tmp_path))
    for app, migration in EARLIER:
        ended = run(environment, "manage.py", "migrate", app, migration, "-v0")
        assert ended.returncode == 0, ended.stderr

    ended = run(environment, "manage.py", "prepare")

    assert ended.returncode == 0, ended.stderr


PACKAGES = {"cms", "home", "whatwedo", "search"}
OURS = [
    app.label
    for app in apps.get_app_configs()
    if app.name.partition(".")[0] in PACKAGES and (Path(app.path) / "migrations").is_dir()
]
REVERSE = """
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate([(label, None) for label in {labels}])
tables = connection.introspection.table_names()
print([name for name in tables if name.partition("_")[0] in {labels}])
call_command("migrate", verbosity=0)
"""


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def environment(request, tmp_path_factory):
    """Return the environment of a migrated database."""
    folder = tmp_path_factory.mktemp("upgrade")
    if request.param == "sqlite":
        yield production_environment(migrated_data(folder))
        return
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.running(migrated=True) as url:
        yield production_environment(folder, DATABASE_URL=url)


def test_every_migration_can_be_reversed_and_applied_again(environment):
    code = REVERSE.format(labels=OURS)
    ended = run(environment, "manage.py", "shell", "-v0", "-c", code, timeout=400)

    assert ended.returncode == 0, ended.stderr[-3000:]
    assert ended.stdout.strip() == "[]"


AROUND_THE_MODEL = """
from django.db import connection
from cms.audit.models import AuditEntry
AuditEntry.objects.create(action="logged_in")
connection.cursor().execute(f"UPDATE {AuditEntry._meta.db_table} SET actor = 'another'")
"""


def test_the_database_refuses_to_change_an_audit_entry(environment):
    ended = run(environment, "manage.py", "shell", "-v0", "-c", AROUND_THE_MODEL)

    assert ended.returncode != 0
    assert "append-only" in ended.stderr
