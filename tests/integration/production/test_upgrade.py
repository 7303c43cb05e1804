"""Migrating the database of an earlier version."""

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
