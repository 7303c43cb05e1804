"""The drill: a site in use is backed up, lost, restored elsewhere, and compared."""

import json
import sqlite3
import tarfile
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.servers import object_store, postgresql
from tests.servers.prepared import demo_content, static_data
from tests.servers.production import production_environment, run

CONTENT = """
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from cms.maintenance.switch import Terms, switch_on
from wagtail.models import Page

Document.objects.create(title="A paper", file=ContentFile(b"Its words", name="paper.txt"))
switch_on([Page.objects.get(slug="asean-secretariat", locale__language_code="en")], Terms())
"""
SUMMARY = """
import hashlib, json
from django.apps import apps
from django.core.files.storage import default_storage
from cms.backup.media import stored_names

LEFT_OUT = {"cms_changes.log", "cms_changes.change", "cms_changes.readerstate"}
rows = {
    model._meta.label_lower: model._default_manager.count()
    for model in apps.get_models() if model._meta.managed
}
print(json.dumps({
    "rows": {name: count for name, count in rows.items() if name not in LEFT_OUT},
    "files": {
        name: hashlib.sha256(default_storage.open(name).read()).hexdigest()
        for name in stored_names()
    },
}))
"""


of_any_database = pytest.mark.parametrize("places", ["sqlite"], indirect=True, scope="module")
"""Runs on SQLite only, because the database makes no difference."""


def command(environment, *arguments):
    done = run(environment, "manage.py", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shell(environment, code):
    return command(environment, "shell", "-v0", "-c", code)


def summary(environment):
    return json.loads(shell(environment, SUMMARY))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def places(request, tmp_path_factory):
    """Return the environments of the original site and of the empty one."""
    folder = tmp_path_factory.mktemp("drill")
    with ExitStack() as stack:
        lost, empty = {}, {}
        if request.param == "postgresql":
            if postgresql.programs() is None:
                missing("PostgreSQL is not installed.")
            lost = {"DATABASE_URL": stack.enter_context(postgresql.running(migrated=True))}
            empty = {"DATABASE_URL": stack.enter_context(postgresql.running())}
        yield (
            production_environment(folder / "lost", **lost),
            production_environment(static_data(folder / "empty"), **empty),
        )


@pytest.fixture(scope="module")
def archive(places, tmp_path_factory):
    """A backup of the demo with a document and a flag."""
    site, _ = places
    if "DATABASE_URL" in site:
        command(site, "load_demo", "--content-only")
    else:
        demo_content(Path(site["DATA_DIR"]))
    shell(site, CONTENT)
    command(site, "search_worker", "--once")
    file = tmp_path_factory.mktemp("backups") / "site.tar"
    assert "files are in" in command(site, "backup", str(file))
    return file


@pytest.fixture(scope="module")
def original(places, archive):
    """Return the numbers of rows and the digests of files in the original site."""
    return summary(places[0])


def test_the_restored_site_equals_the_original(places, archive, original):
    _, empty = places

    restored = run(empty, "manage.py", "restore", str(archive))
    assert "Ready to serve." in restored.stdout, restored.stderr
    assert "ERROR" not in restored.stderr  # as for a page whose HTML cannot be stored

    assert summary(empty) == original
    assert original["files"]["documents/paper.txt"]
    assert run(empty, "manage.py", "search_check", "--json").returncode == 0


def test_existing_data_is_not_overwritten(places, archive, original):
    site, _ = places

    refused = run(site, "manage.py", "restore", str(archive))

    assert refused.returncode == 1
    assert "restore into an empty one" in refused.stderr
    assert summary(site) == original


@of_any_database
@pytest.mark.parametrize("keep", [0.01, 0.99])
def test_a_truncated_archive_is_refused_without_changes(archive, tmp_path, keep):
    cut = tmp_path / "cut.tar"
    cut.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * keep)])
    place = production_environment(tmp_path / "place")

    refused = run(place, "manage.py", "restore", str(cut))

    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    with closing(sqlite3.connect(tmp_path / "place" / "cms.sqlite3")) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == []


@of_any_database
def test_a_changed_archive_is_refused(archive, tmp_path):
    changed = bytearray(archive.read_bytes())
    with tarfile.open(archive) as tar:
        member = tar.getmember("media/documents/paper.txt")
    changed[member.offset_data] ^= 1
    file = tmp_path / "changed.tar"
    file.write_bytes(changed)

    refused = run(production_environment(tmp_path / "place"), "manage.py", "restore", str(file))

    assert refused.returncode == 1
    assert "damaged" in refused.stderr


@of_any_database
def test_a_file_that_exists_is_not_overwritten(places, archive):
    site, _ = places

    refused = run(site, "manage.py", "backup", str(archive))

    assert refused.returncode == 1
    assert "exists" in refused.stderr


def test_only_its_owner_may_read_a_backup(archive):
    assert archive.stat().st_mode & 0o077 == 0


@of_any_database
def test_a_backup_moves_files_into_an_object_store(archive, original, tmp_path):
    if object_store.program() is None:
        missing("versitygw is not installed.")
    with object_store.object_store() as store:
        place = production_environment(static_data(tmp_path / "place"), **store.environment)
        command(place, "restore", str(archive))

        assert summary(place)["files"] == original["files"]
