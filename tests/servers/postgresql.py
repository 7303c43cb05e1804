"""A temporary PostgreSQL server for tests, without Docker."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


def programs() -> Path | None:
    """The folder of the newest PostgreSQL on this machine."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: each.parent.name)
    return folders[-1] if folders else None


@dataclass(frozen=True)
class Server:
    """A running server; `url` is that of a fresh database, for DATABASE_URL."""

    url: str
    start: Callable[[], None]
    stop: Callable[[], None]


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Yield the URL of a fresh database; raises LookupError without PostgreSQL."""
    with server() as found:
        yield found.url


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """Yield a server that the test may stop and start; raises LookupError without PostgreSQL."""
    folder = programs()
    if folder is None:
        raise LookupError("PostgreSQL is not installed.")
    # The server refuses to run as root, where tests in containers often do.
    user = "postgres" if os.getuid() == 0 else None
    data = Path(tempfile.mkdtemp(prefix="cms-postgresql-"))
    if user:
        shutil.chown(data, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=data, stdout=subprocess.DEVNULL)

    run(str(folder / "initdb"), "-D", f"{data}/db", "-U", "cms", "-A", "trust", "--no-sync")
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [str(folder / "pg_ctl"), "-D", f"{data}/db", "-l", f"{data}/log", "-w"]

    def start() -> None:
        run(*control, "-o", options, "start")

    def stop() -> None:
        run(*control, "-m", "fast", "stop")

    start()
    try:
        yield Server(f"postgres://cms@127.0.0.1:{port}/postgres", start, stop)
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):  # a test has stopped it
            run(*control, "-m", "immediate", "stop")
        shutil.rmtree(data, ignore_errors=True)


def run_tests(
    url: str, folder: Path, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run pytest in a folder of tests with the database at `url`; `variables` are defaults."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:warnings", *arguments],
        cwd=folder,
        env=variables | {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
