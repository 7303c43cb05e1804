"""The production settings: their environment, commands run in it, and the deployed site."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.servers.site import ROOT

START = 60  # seconds
COMMAND = ("python", "-m", "cms.serve", "deployed")
KEPT = {"PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV"}


def production_environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return what a production site needs, its data in `folder`, and `variables` besides."""
    inherited = {name: value for name, value in os.environ.items() if name in KEPT}
    return (
        inherited
        | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "SECRET_KEY": "k3y-" * 16 + "of-tests-only",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "BASE_URL": "https://localhost",
            "EMAIL_URL": "smtp://127.0.0.1:25",
            "DATA_DIR": str(folder),
        }
        | variables
    )


def run(
    environment: Mapping[str, str], *arguments: str, timeout: float = 180, folder: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run `python ARGUMENTS` in the folder of the code; the caller looks at the exit code."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@contextlib.contextmanager
def serving(
    environment: Mapping[str, str], command: Sequence[str] = COMMAND, folder: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """Yield the process once it answers its probe; `folder` has the code."""
    with process(environment, command, folder) as running:
        wait_for(f"http://127.0.0.1:{environment['PORT']}/healthz", running)
        yield running


@contextlib.contextmanager
def process(
    environment: Mapping[str, str], command: Sequence[str], folder: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a process of ours (`python …`), which is stopped afterwards."""
    program, *arguments = command
    assert program == "python"
    running = subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, env=dict(environment), start_new_session=True
    )
    try:
        yield running
    finally:
        running.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(timeout=20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """Return the processes that a process has started; none if it has ended."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def wait_for(url: str, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and running.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(url).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer.")
