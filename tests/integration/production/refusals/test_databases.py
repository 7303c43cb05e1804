"""Databases that cannot be used: one clear line, and nothing is written to them."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.conftest import missing
from tests.servers import postgresql
from tests.servers.ports import free_port
from tests.servers.production import production_environment, run

PREPARE, SERVE = ["manage.py", "prepare"], ["-m", "cms.serve", "deployed"]
OLD = b"server_version\x0012."
PUBLISHED = """
from django.utils import timezone
from wagtail.models import Page
published = Page.objects.get(title="An imported page").first_published_at
print(abs((timezone.now() - published).total_seconds()) < 600)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server, without a database's name; its database `cms` is migrated."""
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.running(migrated=True) as url:
        yield url.rpartition("/")[0]


def execute(server, statement):
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement)


@contextlib.contextmanager
def old_server(server) -> Iterator[str]:
    """Yield the address of a relay to the server, which tells clients that it is version 12."""
    port = urlsplit(server).port
    version = psycopg.connect(f"{server}/postgres").info.parameter_status("server_version")
    true = b"server_version\x00" + version.encode()[:3]

    def pump(source, target):
        with contextlib.suppress(OSError):
            while sent := source.recv(65536):
                target.sendall(sent.replace(true, OLD))
            target.shutdown(socket.SHUT_WR)

    def accept():
        with contextlib.suppress(OSError):
            while True:
                client, _ = relay.accept()
                true_server = socket.create_connection(("127.0.0.1", port))
                for pair in ((client, true_server), (true_server, client)):
                    threading.Thread(target=pump, args=pair, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as relay:
        threading.Thread(target=accept, daemon=True).start()
        yield f"postgres://cms@127.0.0.1:{relay.getsockname()[1]}"
        relay.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("command", [PREPARE, SERVE, ["manage.py", "search_worker", "--once"]])
def test_a_server_that_is_too_old_is_refused(server, tmp_path, command):
    with old_server(server) as address:
        environment = production_environment(
            tmp_path, DATABASE_URL=f"{address}/cms", PORT=str(free_port())
        )
        ended = run(environment, *command)

    assert ended.returncode == 1
    assert "PostgreSQL 15 or later is required (found 12." in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_an_encoding_that_lacks_characters_is_refused(server, tmp_path, encoding):
    name = encoding.lower()
    locale = "LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    execute(server, f"CREATE DATABASE {name} ENCODING '{encoding}' {locale}")
    environment = production_environment(
        tmp_path, DATABASE_URL=f"{server}/{name}", PORT=str(free_port())
    )

    for command in (PREPARE, SERVE, ["manage.py", "restore", "site.tar"]):
        ended = run(environment, *command)
        assert ended.returncode == 1
        [line] = ended.stderr.splitlines()
        assert f"has the encoding {encoding}" in line
    with psycopg.connect(f"{server}/{name}") as connection:
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(tables).fetchone() == (0,)


def test_a_database_of_another_time_zone_has_the_same_times(server, tmp_path):
    execute(server, "CREATE DATABASE zone TEMPLATE cms")  # migrated, without pages
    execute(server, "ALTER DATABASE zone SET timezone = 'Asia/Jakarta'")
    environment = production_environment(tmp_path, DATABASE_URL=f"{server}/zone")
    lines = tmp_path / "pages.jsonl"
    lines.write_text(json.dumps({"title": "An imported page", "text": "Its text."}))

    for command in (
        ["init_site", "--name", "Fédération", "--languages", "en", "--admin", "amina@example.org"],
        ["import_content", str(lines), "--under", "/"],
        ["search_worker", "--once"],
        ["search_check"],
    ):
        ended = run(environment, "manage.py", *command)
        assert ended.returncode == 0, ended.stderr
    shown = run(environment, "manage.py", "shell", "-v0", "-c", PUBLISHED)
    assert shown.stdout.strip() == "True"


@pytest.mark.parametrize(
    "command",
    [
        ["backup", "site.tar"],
        ["load_demo", "--content-only"],
        ["maintenance", "list"],
        ["search_check"],
        ["search_rebuild", "--missing"],
        ["search_worker", "--once"],
    ],
    ids=lambda command: command[0],
)
def test_commands_end_with_one_line_while_the_database_is_away(tmp_path, command):
    away = f"postgres://cms@127.0.0.1:{free_port()}/cms"

    ended = run(production_environment(tmp_path, DATABASE_URL=away), "manage.py", *command)

    assert ended.returncode > 0
    [line] = ended.stderr.splitlines()
    assert "database" in line
    assert "refused" in line
