"""No space on the disk: one clear line, and nothing half done.

The disk is a small file system in memory, in a namespace of the process that uses it.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.servers.prepared import demo_content, migrated_data
from tests.servers.production import production_environment, run
from tests.servers.site import ROOT

NAMESPACE = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root"]
SCRIPT = """
folder=$1 size=$2
shift 2
mount -t tmpfs -o size="$size" tmpfs "$folder"
"$@"
code=$?
echo "FILES"
find "$folder" -type f
exit $code
"""
TABLES = """
from django.db import connection
print(connection.introspection.table_names())
"""
WRITES = """
import sys
from pathlib import Path
import django
django.setup()
from search.document import SearchDocument
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.protocol import EngineUnavailableError

folder = Path(sys.argv[1])
text = " ".join(f"word{number}" for number in range(20_000))
page = SearchDocument(id=1, type="x", title="Peace", path="/1/", locale="en", version=1, body=text)
generation = EmbeddedEngine(folder / "index").begin()
ballast = (folder / "ballast").open("wb", buffering=0)
try:
    while ballast.write(bytes(4096)):
        pass
except OSError:
    pass
try:
    generation.write([page], [], version=1, place="a")
except EngineUnavailableError as error:
    print("full:", "is the disk full?" in str(error))

(folder / "ballast").unlink()
ballast.close()
generation.write([page], [], version=1, place="b")
print("space:", generation.place(), generation.count())
"""


@dataclass(frozen=True)
class Ended:
    code: int
    output: str
    errors: list[str]
    files: list[str]
    """The files on the disk afterwards."""


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    probe = subprocess.run(
        [*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", folder], capture_output=True, check=False
    )
    if probe.returncode:
        missing("File systems cannot be mounted here.")
    return folder


def run_with(disk: Path, kilobytes: int, environment, *command: str) -> Ended:
    """Run `python COMMAND` while the folder `disk` has this size."""
    ended = subprocess.run(
        [*NAMESPACE, "sh", "-c", SCRIPT, "sh", disk, f"{kilobytes}k", sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    output, _, files = ended.stdout.partition("FILES\n")
    return Ended(ended.returncode, output, ended.stderr.splitlines(), files.splitlines())


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return production_environment(demo_content(tmp_path_factory.mktemp("site")))


@pytest.fixture(scope="module")
def archive(site, tmp_path_factory):
    file = tmp_path_factory.mktemp("backups") / "site.tar"
    assert run(site, "manage.py", "backup", str(file)).returncode == 0
    return file


@pytest.mark.parametrize("room", ["nothing", "the database"])
def test_a_backup_leaves_no_file(site, disk, room):
    database = (Path(site["DATA_DIR"]) / "cms.sqlite3").stat().st_size // 1024
    kilobytes = {"nothing": 200, "the database": database + 400}[room]

    ended = run_with(disk, kilobytes, site, "manage.py", "backup", str(disk / "site.tar"))

    assert ended.code == 1
    [line] = ended.errors
    assert "disk is full" in line or "No space left" in line
    assert ended.files == []


def test_a_restore_leaves_no_file_and_no_table(archive, disk, tmp_path):
    environment = production_environment(disk, DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite3")

    ended = run_with(disk, 200, environment, "manage.py", "restore", str(archive))

    assert ended.code == 1
    [line] = ended.errors
    assert "No space left" in line
    assert ended.files == []
    shown = run(environment, "manage.py", "shell", "-v0", "-c", TABLES)
    assert shown.stdout.strip() == "[]"


def test_preparing_ends_with_one_line(disk):
    ended = run_with(disk, 200, production_environment(disk), "manage.py", "prepare")

    assert ended.code == 1
    [line] = ended.errors
    assert "disk is full" in line


def test_an_index_is_not_replaced(disk, tmp_path):
    database = migrated_data(tmp_path / "data") / "cms.sqlite3"
    environment = production_environment(disk, DATABASE_URL=f"sqlite:///{database}")

    ended = run_with(disk, 12, environment, "manage.py", "search_rebuild", "--engine", "embedded")

    assert ended.code == 1
    [line] = ended.errors
    assert "The live index is as it was." in line


def test_an_index_is_written_again_once_there_is_space(disk, tmp_path):
    environment = production_environment(tmp_path) | {"PYTHONPATH": str(ROOT)}

    ended = run_with(disk, 4000, environment, "-c", WRITES, str(disk))

    assert ended.output.splitlines() == ["full: True", "space: b 1"], ended.errors
