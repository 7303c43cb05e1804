"""nginx with the configuration that the compose file mounts, on free loopback ports."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.servers.ports import free_port
from tests.servers.site import ROOT

TEMPLATE = ROOT / "proxy" / "site.conf.template"
MAIN = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def program() -> str | None:
    """Return the path of nginx, None where it is not installed."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


def substituted(template: str, variables: Mapping[str, str]) -> str:
    """Return the template as nginx's image fills it: only the variables that are set."""
    for name, value in variables.items():
        template = template.replace(f"${{{name}}}", value)
    return template


def certificate(folder: Path) -> tuple[Path, Path]:
    """Return a certificate of localhost, signed by itself, and its key."""
    key, path = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run(
        [*command, "-keyout", key, "-out", path, "-subj", "/CN=localhost"],
        check=True,
        capture_output=True,
    )
    return path, key


@contextlib.contextmanager
def running_nginx(folder: Path, site: str, https: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield its https and its http address, in front of `site` (host:port)."""
    public, key = certificate(folder)
    https, http = https or free_port(), free_port()
    variables = {
        "SITE_ADDRESS": site,
        "HTTP_PORT": f"127.0.0.1:{http}",
        "HTTPS_PORT": f"127.0.0.1:{https}",
        "PUBLIC_URL": f"https://localhost:{https}",
        "TLS_CERTIFICATE": str(public),
        "TLS_KEY": str(key),
        "CACHE_FOLDER": str(folder / "cache"),
    }
    with serving_nginx(folder, substituted(TEMPLATE.read_text(), variables), https):
        yield f"https://localhost:{https}", f"http://localhost:{http}"


@contextlib.contextmanager
def serving_nginx(folder: Path, site: str, port: int) -> Iterator[None]:
    """Run nginx with a configuration of its server; returns control once it listens on `port`."""
    folder.chmod(0o755)
    (folder / "site.conf").write_text(site)
    # pytest's folders are open to their owner only, and its workers would run as another user.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    process = subprocess.Popen([program(), "-c", folder / "nginx.conf", "-p", folder])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)
