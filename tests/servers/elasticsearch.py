"""A real Elasticsearch 9 on this machine, without Docker.

Maven Central carries the server for integration tests, without its analysis module, which our
mapping does not need: texts arrive as terms. With `ELASTICSEARCH_URL` set, that server is used
instead.
"""

import contextlib
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.maven import UnavailableError, unpacked
from tests.servers.ports import free_port

VERSION = "9.2.0"
ARTIFACT = "org.elasticsearch.distribution.integ-test-zip:elasticsearch"
OLDEST_JAVA = 21
START = 240  # seconds, for three servers on a busy machine
HEAP = "512m"
# Servers of tests live for minutes: compiled once, and with the collector that starts fastest,
# they take two thirds of the processor time.
SHORT_LIVED = "-XX:TieredStopAtLevel=1\n-XX:-UseG1GC\n-XX:+UseSerialGC\n"


def java_home() -> Path:
    """Return the home of a Java that can run the server; raise UnavailableError."""
    named = [os.environ.get(name, "") for name in ("ES_JAVA_HOME", "JAVA_HOME")]
    for home in [*map(Path, filter(None, named)), *Path("/usr/lib/jvm").glob("*")]:
        program = home / "bin/java"
        if program.exists() and _java_version(program) >= OLDEST_JAVA:
            return home
    raise UnavailableError(f"Elasticsearch needs Java {OLDEST_JAVA} or newer.")


def _java_version(program: Path) -> int:
    output = subprocess.run([program, "-version"], capture_output=True, text=True).stderr
    match = re.search(r'version "(\d+)', output)
    return int(match[1]) if match else 0


def distribution() -> Path:
    """Return the folder of the unpacked server."""
    folder = unpacked(f"{ARTIFACT}:{VERSION}:zip") / f"elasticsearch-{VERSION}"
    for program in (folder / "bin").iterdir():
        program.chmod(0o755)
    return folder


@contextlib.contextmanager
def elasticsearch(heap: str = HEAP, options: str = SHORT_LIVED) -> Iterator[str]:
    """The address of a running server; raises UnavailableError.

    `options` are lines for Java, beside those that the server comes with.
    """
    if url := os.environ.get("ELASTICSEARCH_URL"):
        yield url
        return
    with own_server(heap, options) as server:
        yield server.url


class Server:
    """One that tests may kill, pause and start again on the same data."""

    def __init__(self, home: Path, java: Path, port: int, heap: str = HEAP) -> None:
        self.home, self.java, self.heap = home, java, heap
        self.url = f"http://127.0.0.1:{port}"
        self.start()

    def start(self) -> None:
        self._process = _start(self.home, self.java, self.heap)
        _wait(self.url, self._process, self.home)

    def send(self, number: signal.Signals) -> None:
        """To the launcher and the server that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.send(signal.SIGCONT)
        self.send(number)
        self._process.wait(timeout=30)


@contextlib.contextmanager
def own_server(heap: str = HEAP, options: str = SHORT_LIVED) -> Iterator[Server]:
    """Start a server for the tests, even if the environment names one; raise UnavailableError."""
    java = java_home()
    with tempfile.TemporaryDirectory(prefix="elasticsearch-") as folder:
        home, port = Path(folder) / "server", free_port()
        _configure(home, port, free_port(), "discovery.type: single-node\n")
        (home / "config/jvm.options.d/tests.options").write_text(options)
        server = Server(home, java, port, heap)
        try:
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def cluster(size: int, heap: str = HEAP) -> Iterator[list[Server]]:
    """Start servers that form one cluster; raise UnavailableError."""
    java = java_home()
    with tempfile.TemporaryDirectory(prefix="elasticsearch-") as folder:
        homes = [Path(folder) / f"node-{number}" for number in range(size)]
        ports = [free_port() for _ in range(size * 2)]
        hosts = json.dumps([f"127.0.0.1:{port}" for port in ports[size:]])
        masters = json.dumps([each.name for each in homes])
        for number, home in enumerate(homes):
            settings = f"node.name: {home.name}\ndiscovery.seed_hosts: {hosts}\n"
            settings += f"cluster.initial_master_nodes: {masters}\n"
            _configure(home, ports[number], ports[size + number], settings)
        with ThreadPoolExecutor(size) as threads:  # none answers before the others are there
            starts = [
                threads.submit(Server, home, java, port, heap)
                for home, port in zip(homes, ports, strict=False)
            ]
        servers = [each.result() for each in starts if not each.exception()]
        try:
            for each in starts:
                each.result()
            yield servers
        finally:
            for server in servers:
                server.stop()


def _configure(home: Path, port: int, transport_port: int, settings: str) -> None:
    """Copy the distribution to `home`, and write its configuration."""
    shutil.copytree(distribution(), home)
    (home / "config/elasticsearch.yml").write_text(
        f"network.host: 127.0.0.1\nhttp.port: {port}\ntransport.port: {transport_port}\n"
        "xpack.security.enabled: false\n"
        f"cluster.routing.allocation.disk.threshold_enabled: false\n{settings}"
    )


def _start(home: Path, java: Path, heap: str) -> subprocess.Popen[bytes]:
    """Start the server, as another user if this one is root: it refuses to run as root."""
    options = {"ES_JAVA_HOME": str(java), "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}"}
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)} | options
    user = None
    if os.geteuid() == 0:
        user = "nobody"
        owner = pwd.getpwnam(user)
        home.parent.chmod(0o755)
        for path in [home, *home.rglob("*")]:
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    log = (home / "server.log").open("wb")
    command = [home / "bin/elasticsearch"]
    return subprocess.Popen(
        command,
        env=environment,
        user=user,
        extra_groups=[] if user else None,
        cwd=home,
        stdout=log,
        stderr=log,
        start_new_session=True,  # so that the launcher and what it starts get signals together
    )


def _wait(url: str, process: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{url}/_cluster/health")
            return
        time.sleep(0.5)
    raise RuntimeError(f"Elasticsearch did not start:\n{(home / 'server.log').read_text()[-2000:]}")
