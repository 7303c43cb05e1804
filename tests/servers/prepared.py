"""Databases that tests begin with, made once by the first process that needs them, and copied."""

import contextlib
import fcntl
import functools
import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.servers.production import production_environment, run
from tests.servers.site import ROOT, environment_of

FOLDER = ROOT / "var" / "tests"
# What is prepared depends on the files below these, and on the versions of the packages.
SOURCES = ("cms", "home", "whatwedo", "search", "content", "locale", "requirements-dev.lock")
DATABASE = "cms.sqlite3"
STATIC = "static"
TITLES = ("What We Do", "ASEAN Secretariat")
KEPT = 24 * 60 * 60  # seconds


def migrated_database() -> Path:
    """Return the file of a migrated SQLite database."""
    return _made("database", lambda folder: migrate(production_environment(folder))) / DATABASE


def migrated_data(folder: Path) -> Path:
    """Begin the data of a site in `folder` with a migrated database, and return `folder`."""
    folder.mkdir(exist_ok=True, parents=True)
    shutil.copy(migrated_database(), folder / DATABASE)
    return folder


def static_data(folder: Path) -> Path:
    """Begin the data of a site in `folder` with the static files, and return `folder`."""
    made = _made("static", _collect_static)
    shutil.copytree(made / STATIC, folder / STATIC)
    shutil.copy(made / f"{STATIC}.digest", folder)
    return folder


def demo() -> Path:
    """Return a folder with the data of the demo: database, media and search index."""
    return _made("demo", lambda folder: _load_demo(migrated_data(static_data(folder))))


def demo_content(folder: Path) -> Path:
    """Begin the data of a site in `folder` with the demo's pages and no users."""
    made = _made("content", lambda content: _load_content(migrated_data(static_data(content))))
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder


def migrated_cluster(make: Callable[[Path], None]) -> Path:
    """Return a folder that `make` has filled with a cluster of PostgreSQL."""
    return _made("postgresql", make)


def _made(name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder that `make` has filled, once for all processes of the same code."""
    folder = FOLDER / _fingerprint() / name
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                unfinished = folder.with_suffix(".unfinished")
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir()
                make(unfinished)
                unfinished.rename(folder)
    return folder


@functools.cache
def _fingerprint() -> str:
    """Return a digest of the source files' names, sizes and times; remove what is a day old."""
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted([ROOT / source, *(ROOT / source).rglob("*.*")]):
            if path.suffix != ".pyc" and path.is_file():
                status = path.stat()
                digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    fingerprint = digest.hexdigest()[:16]
    with contextlib.suppress(FileNotFoundError):
        for other in FOLDER.iterdir():
            if other.name != fingerprint and other.stat().st_mtime < time.time() - KEPT:
                shutil.rmtree(other, ignore_errors=True)
    return fingerprint


def migrate(environment: Mapping[str, str]) -> None:
    """Migrate the database of an environment; raises RuntimeError."""
    _manage(environment, ["migrate", "-v0"])


def add_two_pages(environment: Mapping[str, str], folder: Path) -> None:
    """Begin a site with `/what-we-do/` and `/asean-secretariat/`, where more would prove no more.

    The pages are written to `folder` for the importer. Raises RuntimeError.
    """
    lines = [json.dumps({"title": title, "text": "Its text."}) for title in TITLES]
    source = folder / "pages.jsonl"
    source.write_text("\n".join(lines))
    _manage(
        environment,
        ["init_site", "--name", "ASEAN", "--languages", "en"],
        ["import_content", str(source), "--under", "/"],
    )


def _collect_static(folder: Path) -> None:
    code = "from cms.preparing import collect_static; collect_static()"
    _manage(production_environment(folder), ["shell", "-v0", "-c", code])


def _load_demo(folder: Path) -> None:
    _manage(environment_of(folder), ["load_demo"], ["prepare"])


def _load_content(folder: Path) -> None:
    environment = production_environment(folder)
    _manage(environment, ["prepare"], ["load_demo", "--content-only"], ["search_worker", "--once"])


def _manage(environment: Mapping[str, str], *commands: list[str]) -> None:
    for command in commands:
        ended = run(environment, "manage.py", *command)
        if ended.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{ended.stderr[-3000:]}")
