"""`make run` with an environment that is broken: one clear line, and nothing is served."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cms.serve import port_is_free
from tests.servers.ports import free_port
from tests.servers.production import children, process, wait_for
from tests.servers.site import environment_of

ROOT = Path(__file__).resolve().parents[3]


def start(folder: Path, kind: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "cms.serve", kind],
        cwd=ROOT,
        env=clean | {"DATA_DIR": str(folder)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


BROKEN = {
    "PORT": ["abc", "0", "99999"],
    "DATABASE_URL": ["mongodb://x", "postgres://user:a-secret@127.0.0.1:1/cms"],
    "ELASTICSEARCH_URL": ["localhost:9200", "http://one:9200,two:9200"],
    "ELASTICSEARCH_INDEX_PREFIX": ["Not an index"],
    "REDIS_URL": ["localhost", "redis://127.0.0.1:1"],
    "EMBEDDINGS": ["/none", "ftp://example.org"],
    "EMAIL_URL": ["mail.example.org"],
    "BASE_URL": ["example.org"],
    "CORS_ALLOWED_ORIGINS": ["example.org", "https://example.org/path"],
    "FRONTEND_PREVIEW_URL": ["preview"],
    "WEB_CONCURRENCY": ["many"],
    "RATE_LIMIT": ["maybe"],
    "TRUSTED_PROXIES": ["10.0.0.1"],
    "DATA_DIR": ["/proc/none"],
    "SECRET_KEY": ["short"],
    "DJANGO_SETTINGS_MODULE": ["cms.settings.none"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BROKEN.items() for value in values]
)
def test_a_broken_variable_ends_the_start_with_one_line_that_names_it(
    name: str, value: str, tmp_path: Path
) -> None:
    ended = start(tmp_path, **{name: value})
    assert ended.returncode == 1
    (line,) = ended.stderr.strip().splitlines()
    assert name in line
    assert "a-secret" not in line


def test_production_reports_missing_settings(tmp_path: Path) -> None:
    ended = start(tmp_path, DJANGO_SETTINGS_MODULE="cms.settings.production")
    assert ended.returncode == 1
    assert ended.stderr.startswith("Configuration: SECRET_KEY is missing")


def test_a_taken_port_is_reported(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = start(tmp_path, PORT=str(port))
    assert ended.returncode == 1
    assert ended.stderr == (
        f"Port {port} is taken: stop what uses it, or choose another with PORT=8001.\n"
    )


def test_an_unknown_kind_of_server_is_reported(tmp_path: Path) -> None:
    ended = start(tmp_path, kind="apache")
    assert ended.returncode == 1
    assert "SERVER=apache is not known" in ended.stderr


@pytest.fixture
def prepared(demo_data: Path, tmp_path: Path) -> dict[str, str]:
    """Return the environment of a site that only has to be served."""
    shutil.copytree(demo_data, tmp_path / "data")
    return environment_of(tmp_path / "data", PORT=str(free_port()))


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_for_workers(running: subprocess.Popen[bytes]) -> list[int]:
    while not (workers := children(running.pid)):
        assert running.poll() is None
        time.sleep(0.005)
    return workers


@pytest.mark.skipif(sys.platform != "linux", reason="Processes are listed from /proc.")
@pytest.mark.parametrize("seconds", [0, 0.5], ids=["forked", "loading"])
def test_a_server_stopped_while_it_starts_leaves_no_worker(
    prepared: dict[str, str], seconds: float
) -> None:
    with process(prepared, ("python", "-m", "cms.serve", "deployed")) as running:
        workers = wait_for_workers(running)
        time.sleep(seconds)

        running.send_signal(signal.SIGTERM)
        running.wait(timeout=30)

        assert not any(alive(pid) for pid in workers)


@pytest.mark.skipif(sys.platform != "linux", reason="Processes are listed from /proc.")
def test_a_killed_server_leaves_its_port_free(prepared: dict[str, str]) -> None:
    with process(prepared, ("python", "-m", "cms.serve", "deployed")) as running:
        wait_for(f"http://127.0.0.1:{prepared['PORT']}/healthz", running)

        running.kill()

        running.wait(timeout=30)
        ended_by = time.monotonic() + 10
        while not port_is_free("127.0.0.1", int(prepared["PORT"])):
            assert time.monotonic() < ended_by, "A worker goes on listening."
            time.sleep(0.05)
