"""The services of the compose file as processes, from nothing to a found page.

Each of ours has the command, the environment and the health check that the file gives it. The
servers are real. Elasticsearch's distribution for tests lacks the security module, so nginx checks
the name and the password in front of it.
"""

import json
import os
import re
import ssl
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from tests.conftest import missing
from tests.servers import compose, elasticsearch, postgresql
from tests.servers.ports import free_port
from tests.servers.prepared import add_two_pages, static_data
from tests.servers.production import KEPT, children, process, run, serving
from tests.servers.proxies import nginx
from tests.servers.proxies.password import password_proxy
from tests.servers.redis import redis_server

UNTRUSTED = ssl._create_unverified_context()
PATIENCE = 60  # seconds
START = 20  # seconds of processor time; docs/operations.md has what a quiet machine takes
SHELL = {
    "SECRET_KEY": "k3y-" * 16 + "of-tests-only",
    "POSTGRES_PASSWORD": "not-needed",
    "ELASTIC_PASSWORD": "of-tests-only",
    "EMAIL_URL": "smtp://127.0.0.1:25",
}


@dataclass(frozen=True)
class Stack:
    url: str
    database: str
    environment: dict[str, str]
    commands: dict[str, list[str]]
    addresses: dict[str, str]
    """The addresses of the file's servers here, by `host:port` in the compose network."""
    start: float
    """The seconds of processor time of the web's command up to its first answer."""

    def json(self, path: str) -> dict:
        with urllib.request.urlopen(self.url + path, context=UNTRUSTED) as answer:
            return json.load(answer)

    def found(self, query: str) -> list[str]:
        answer = self.json(f"/api/delivery/v1/search/?q={quote(query)}")
        assert answer["engine"] == "elasticsearch"
        return [result["title"] for result in answer["results"]]

    def leases(self) -> int:
        """Return how many processes hold the worker's lease in the database."""
        with psycopg.connect(self.database) as connection:
            query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            return connection.execute(query).fetchone()[0]


def eventually(condition) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.3)
    return False


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    """Everything but the worker, prepared and serving."""
    if nginx.program() is None:
        missing("nginx is not installed.")
    with ExitStack() as exits:
        try:
            database = exits.enter_context(postgresql.running())
            redis = exits.enter_context(redis_server())
            open_engine = exits.enter_context(elasticsearch.own_server()).url
        except (LookupError, elasticsearch.UnavailableError) as error:
            missing(str(error))
        password = SHELL["ELASTIC_PASSWORD"]
        folder = tmp_path_factory.mktemp("guard")
        engine = exits.enter_context(password_proxy(folder, open_engine, "elastic", password))
        web, https = free_port(), free_port()
        services = compose.services()
        addresses = {
            "database:5432/cms": urlsplit(database).netloc.split("@")[1] + "/postgres",
            "elasticsearch:9200": engine,
            "redis:6379": urlsplit(redis).netloc,
            "/data": str(static_data(tmp_path_factory.mktemp("data"))),
        }
        shell = SHELL | {"BASE_URL": f"https://localhost:{https}"}
        inherited = {name: value for name, value in os.environ.items() if name in KEPT}
        environment = inherited | compose.environment(services["web"], shell, addresses)
        environment["PORT"] = str(web)
        assert compose.environment(services["worker"], shell, addresses).items() <= (
            environment.items()
        )
        commands = {name: services[name]["command"] for name in ("prepare", "web", "worker")}
        ended = run(environment, *commands["prepare"][1:], timeout=300)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        add_two_pages(environment, folder)
        start = processor_time(exits.enter_context(serving(environment, commands["web"])).pid)
        proxy = nginx.running_nginx(tmp_path_factory.mktemp("nginx"), f"127.0.0.1:{web}", https)
        url, _ = exits.enter_context(proxy)
        addresses |= {"web:8000": f"127.0.0.1:{web}", "proxy:8443": f"127.0.0.1:{https}"}
        yield Stack(url, database, environment, commands, addresses, start)


def processor_time(pid: int) -> float:
    """Return the seconds that a process and its children have taken of the processors."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    ticks = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return ticks + sum(map(processor_time, children(pid)))


def test_the_worker_alone_holds_the_lease_and_indexes(stack):
    assert stack.leases() == 0  # nothing in the web processes holds it
    with process(stack.environment, stack.commands["worker"]):
        assert eventually(lambda: stack.leases() == 1)
        assert eventually(lambda: "ASEAN Secretariat" in " ".join(stack.found("secretariat")))
    assert eventually(lambda: stack.leases() == 0)


def test_the_web_needs_little_to_start(stack):
    assert 0 < stack.start <= START


def test_all_components_are_well(stack):
    with process(stack.environment, stack.commands["worker"]):
        assert eventually(lambda: stack.json("/readyz")["state"] == "ok"), stack.json("/readyz")
    components = stack.json("/readyz")["components"]
    assert components["redis"]["state"] == components["database"]["state"] == "ok"


def test_a_page_is_served_through_the_proxy(stack):
    with urllib.request.urlopen(f"{stack.url}/what-we-do/", context=UNTRUSTED) as page:
        assert page.status == 200
        assert "Strict-Transport-Security" in page.headers


@pytest.mark.parametrize("name", ["database", "elasticsearch", "redis", "web", "proxy"])
def test_the_health_check_of_the_file_succeeds(stack, name):
    assert health_check(stack, name).returncode == 0


def test_the_health_check_of_elasticsearch_fails_with_a_wrong_password(stack):
    assert health_check(stack, "elasticsearch", ELASTIC_PASSWORD="wrong").returncode != 0


def health_check(stack, name, **variables):
    """Run the service's check on this machine, with the ports at which the servers listen here."""
    port = re.compile(r":(\d+)")
    pairs = [(port.search(inside), port.search(here)) for inside, here in stack.addresses.items()]
    ports = {inside[1]: here[1] for inside, here in pairs if inside and here}
    kind, *command = compose.services()[name]["healthcheck"]["test"]
    arguments = [part.replace("$$", "$") for part in command]
    for number, here in ports.items():
        arguments = [part.replace(f"127.0.0.1:{number}", f"127.0.0.1:{here}") for part in arguments]
    if kind == "CMD-SHELL":
        arguments = ["sh", "-c", *arguments]
    if arguments[0] == "redis-cli":
        arguments[1:1] = ["-p", ports["6379"]]
    if arguments[0] == "python":
        arguments[0] = sys.executable
    programs = f"{postgresql.programs()}:{stack.environment['PATH']}"
    client_variables = {"PATH": programs, "PGHOST": "127.0.0.1", "PGPORT": ports["5432"]}
    environment = stack.environment | client_variables | SHELL | variables
    return subprocess.run(arguments, env=environment, capture_output=True, timeout=30, check=False)


def test_preparing_again_changes_nothing(stack):
    ended = run(stack.environment, *stack.commands["prepare"][1:])

    assert ended.returncode == 0, ended.stderr
    assert "Preparing the database" not in ended.stdout
