"""An OpenID Connect provider as a process: npm's `oidc-provider`."""

import contextlib
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.servers.ports import free_port

SOURCE = Path(__file__).parent
CLIENT_ID, CLIENT_SECRET = "cms", "a-secret-of-the-tests"
START = 30  # seconds


@contextlib.contextmanager
def running_provider(folder: Path, redirect_uri: str) -> Iterator[str]:
    """Yield the issuer; any name logs in, `unverified-x` with the unverified address of `x`."""
    work = folder / "oidc"
    shutil.copytree(
        SOURCE, work, ignore=shutil.ignore_patterns("node_modules", "*.py", "__pycache__")
    )
    done = subprocess.run(["npm", "ci"], cwd=work, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"npm ci:\n{done.stdout}\n{done.stderr}")
    issuer = f"http://127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        ["node", "provider.mjs", issuer, redirect_uri], cwd=work, stdout=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(issuer + "/.well-known/openid-configuration").close()
                break
            time.sleep(0.1)
        yield issuer
    finally:
        process.terminate()
        process.wait(timeout=10)
