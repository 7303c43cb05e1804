"""nginx in front of a server that knows no passwords: it wants a name and a password."""

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.servers.nginx import MAIN, program
from tests.servers.site import free_port

CONFIGURATION = """
server {{
    listen 127.0.0.1:{port};
    client_max_body_size 100m;
    auth_basic "Elasticsearch";
    auth_basic_user_file {folder}/passwords;
    location / {{
        proxy_pass {upstream};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
    }}
}}
"""


@contextlib.contextmanager
def guarded(folder: Path, upstream: str, name: str, password: str) -> Iterator[str]:
    """Yield the address (host:port) at which `upstream` answers those who know the password."""
    folder.chmod(0o755)
    port = free_port()
    hashed = subprocess.run(
        ["openssl", "passwd", "-apr1", "-stdin"],
        input=password,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (folder / "passwords").write_text(f"{name}:{hashed}\n")
    filled = CONFIGURATION.format(port=port, folder=folder, upstream=upstream)
    (folder / "site.conf").write_text(filled)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    process = subprocess.Popen([program(), "-c", folder / "nginx.conf", "-p", folder])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)
