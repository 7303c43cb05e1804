"""Dumps and loads the whole database; a dump is consistent while the site is in use."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from cms.backup.errors import BackupError


def dump_name() -> str:
    """Return the name of the dump in an archive, which depends on the kind of database."""
    return {"sqlite": "database.sqlite3", "postgresql": "database.dump"}[connection.vendor]


def dump(target: Path) -> None:
    """Write the database to `target`; raise BackupError if it cannot be read."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        with (
            _sqlite_errors(),
            closing(sqlite3.connect(name)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy, pages=1024, sleep=0.01)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        return
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(source: Path) -> None:
    """Load the dump at `source` into the empty database; raise BackupError if that fails."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with _sqlite_errors(), closing(sqlite3.connect(source)) as copy:
            copy.backup(connection.connection)
        connection.close()
        return
    connection.close()
    options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run("pg_restore", *options, "--dbname={name}", str(source))


def is_empty() -> bool:
    """Return whether the database has no tables."""
    return not connection.introspection.table_names()


@contextmanager
def _sqlite_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupError(f"The database cannot be copied: {error}.") from error


def _run(program: str, *options: str) -> None:
    """Run a PostgreSQL client program on the configured database; raises BackupError."""
    if shutil.which(program) is None:
        raise BackupError(f"{program} was not found: install the client programs of PostgreSQL.")
    settings = connection.settings_dict
    credentials = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],  # in the environment, where `ps` does not show it
        "PGDATABASE": settings["NAME"],
    }
    environment = os.environ | {name: str(value) for name, value in credentials.items() if value}
    command = [program, *(option.format(name=settings["NAME"]) for option in options)]
    process = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 fixed options
    if process.returncode:
        lines = process.stderr.strip().splitlines() or ["no reason given"]
        raise BackupError(f"{program} failed: {lines[0]}")
