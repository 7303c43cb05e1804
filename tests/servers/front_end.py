"""The example front end, built as its README says, beside a running site."""

import contextlib
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.servers.ports import free_port
from tests.servers.site import ROOT

SOURCE = ROOT / "examples" / "front-end"
START = 20  # seconds


def has_node() -> bool:
    return shutil.which("npm") is not None


def build(folder: Path) -> Path:
    """A copy with its packages, generated client and compiled code; raises where one fails."""
    work = folder / "examples" / "front-end"
    shutil.copytree(SOURCE, work, ignore=shutil.ignore_patterns("node_modules", "dist", "api.d.ts"))
    (folder / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "openapi.json", folder / "docs")
    for command in (["npm", "ci"], ["npm", "run", "build"]):
        done = subprocess.run(command, cwd=work, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}:\n{done.stdout}\n{done.stderr}")
    return work


@contextlib.contextmanager
def running_front_end(work: Path, cms_url: str, **variables: str) -> Iterator[str]:
    port = free_port()
    environment = os.environ | {"CMS_URL": cms_url, "PORT": str(port)} | variables
    process = subprocess.Popen(["node", "dist/server.js"], cwd=work, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(url + "/site.css").close()
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)
