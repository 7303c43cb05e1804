"""A temporary PostgreSQL server for tests, without Docker."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.servers.ports import free_port
from tests.servers.prepared import migrate, migrated_cluster
from tests.servers.production import production_environment
from tests.servers.site import ROOT

DATABASE = "cms"
# Without statistics of its tables, it would compile nearly every list, which takes a second.
QUICK = "-c fsync=off -c jit=off"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL on this machine."""
    if initdb := shutil.which("initdb"):
        return Path(initdb).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: each.parent.name)
    return folders[-1] if folders else None


@dataclass(frozen=True)
class Server:
    """A running server; `url` is that of a fresh database, for DATABASE_URL."""

    url: str
    start: Callable[[], None]
    stop: Callable[[], None]


@contextlib.contextmanager
def running(*, migrated: bool = False) -> Iterator[str]:
    """Yield the URL of a database, empty or migrated; raises LookupError without PostgreSQL."""
    with server(migrated=migrated) as running_server:
        yield running_server.url


@contextlib.contextmanager
def server(*, migrated: bool = False) -> Iterator[Server]:
    """Yield a server that the test may stop and start; raises LookupError without PostgreSQL."""
    with _cluster(migrated_cluster(_migrate) if migrated else None) as (_, running_server):
        yield running_server


def _migrate(folder: Path) -> None:
    """Fill `folder` with a cluster whose database is migrated."""
    with _cluster(None) as (cluster, running_server), tempfile.TemporaryDirectory() as data:
        migrate(production_environment(Path(data), DATABASE_URL=running_server.url))
        running_server.stop()
        shutil.copytree(cluster, folder, dirs_exist_ok=True)


@contextlib.contextmanager
def _cluster(original: Path | None) -> Iterator[tuple[Path, Server]]:
    """Yield the folder of a cluster, new or a copy of `original`, and the server that runs it."""
    folder = programs()
    if folder is None:
        raise LookupError("PostgreSQL is not installed.")
    # The server refuses to run as root, where tests in containers often do.
    user = "postgres" if os.getuid() == 0 else None
    data = Path(tempfile.mkdtemp(prefix="cms-postgresql-"))
    if user:
        shutil.chown(data, user)
    port = free_port()

    def execute(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=data, stdout=subprocess.DEVNULL)

    if original:
        shutil.copytree(original, data / "db")
        if user:
            subprocess.run(["chown", "-R", user, data / "db"], check=True)
    else:
        names = ("-D", f"{data}/db", "-U", "cms", "-A", "trust", "--no-sync", "-E", "UTF8")
        execute(str(folder / "initdb"), *names)
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 {QUICK}"
    control = [str(folder / "pg_ctl"), "-D", f"{data}/db", "-l", f"{data}/log", "-w"]

    def start() -> None:
        execute(*control, "-o", options, "start")

    def stop() -> None:
        execute(*control, "-m", "fast", "stop")

    start()
    try:
        address = f"postgres://cms@127.0.0.1:{port}"
        if original is None:
            with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
        yield data / "db", Server(f"{address}/{DATABASE}", start, stop)
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):  # a test has stopped it
            execute(*control, "-m", "immediate", "stop")
        shutil.rmtree(data, ignore_errors=True)


def run_tests(
    url: str, folder: Path, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run pytest in a folder of tests with copies of the database at `url`.

    `variables` are defaults.
    """
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:warnings", *arguments],
        cwd=folder,
        env=variables
        | {**os.environ, "DATABASE_URL": url, "TEST_TEMPLATE": DATABASE, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
