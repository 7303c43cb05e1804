"""The site itself, as `make run SERVER=production` starts it: demo, index, worker, server."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a password for tests only"
START = 240  # seconds


@dataclass(frozen=True)
class RunningSite:
    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Any management command, beside the running server."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def json(self, path: str) -> dict:
        with urllib.request.urlopen(self.url + path) as answer:
            return json.load(answer)

    def page_id(self, path: str) -> int:
        return self.json(f"/api/delivery/v1/page/?path={path}")["id"]


def environment_of(folder: Path, **variables: str) -> dict[str, str]:
    """Return the variables of a demo site with its data in `folder`."""
    inherited = {"PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name in inherited} | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
        "DATA_DIR": str(folder),
        "RATE_LIMIT": "off",
        "WEB_CONCURRENCY": "1",
        "DEMO_ADMIN_PASSWORD": PASSWORD,
        **variables,
    }


@contextlib.contextmanager
def running_site(folder: Path, demo: Path | None = None, **variables: str) -> Iterator[RunningSite]:
    """Serve the site from a separate data folder, begun as a copy of `demo`, until the block ends.

    Without `demo` the start loads it, as the first `make run` does.
    """
    if demo:
        shutil.copytree(demo, folder, dirs_exist_ok=True)
    port = free_port()
    environment = environment_of(folder, PORT=str(port), **variables)
    log = (folder / "server.log").open("w")
    command = [sys.executable, "-m", "cms.serve", "production"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    site = RunningSite(f"http://127.0.0.1:{port}", environment)
    try:
        _wait(site, process, folder / "server.log")
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


def _wait(site: RunningSite, process: subprocess.Popen, log: Path) -> None:
    """Wait until the site serves and its pages can be found."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            if site.json("/api/delivery/v1/search/?q=secretariat")["total"]["value"]:
                return
        time.sleep(0.3)
    raise RuntimeError(f"The site did not start:\n{log.read_text()[-3000:]}")
