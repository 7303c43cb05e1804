"""The deployed site as a process, in a prepared environment."""

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


def wait_for(url: str, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and running.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(url).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer.")
