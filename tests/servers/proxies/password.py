"""nginx in front of a server that knows no passwords: it wants a name and a password."""

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.servers.ports import free_port
from tests.servers.proxies.nginx import serving_nginx

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
def password_proxy(folder: Path, upstream: str, name: str, password: str) -> Iterator[str]:
    """Yield the address (host:port) at which `upstream` answers those who know the password."""
    port = free_port()
    hashed = subprocess.run(
        ["openssl", "passwd", "-apr1", "-stdin"],
        input=password,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (folder / "passwords").write_text(f"{name}:{hashed}\n")
    site = CONFIGURATION.format(port=port, folder=folder, upstream=upstream)
    with serving_nginx(folder, site, port):
        yield f"127.0.0.1:{port}"
