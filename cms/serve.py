"""`make run`: database, content and index made ready, then the server; each step once."""

import os
import socket
import sys
from contextlib import closing

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

HOST = "127.0.0.1"
KINDS = ("", "production", "deployed")


def port_is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def migrate() -> None:
    """Skips Django's own command, which takes a second, where nothing is to be done."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database", flush=True)
        call_command("migrate", verbosity=0, interactive=False)


def index() -> None:
    """Has what was just loaded found from the first request on."""
    try:
        call_command("search_worker", once=True)
    except CommandError as error:
        print(f"The search index is not up to date yet: {error}", flush=True)


def server_command(kind: str, port: int) -> list[str]:
    """The command that serves the site: Django's own server, or the production one.

    `deployed` is production in a container, which answers others than its own machine.
    """
    if not kind:
        return [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"]
    host = "0.0.0.0" if kind == "deployed" else HOST  # noqa: S104 the container's own network
    workers = str(settings.ENV.web_concurrency)
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "cms.wsgi:application"),
        *("--host", host, "--port", str(port), "--workers", workers),
        *("--blocking-threads", "4", "--no-access-log", "--log-level", "warning"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
    ]


def main(kind: str = "") -> None:
    if kind not in KINDS:
        sys.exit(f"SERVER={kind} is not known: leave it out, or write SERVER=production.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    django.setup()
    port = settings.ENV.port
    if not port_is_free(port):
        sys.exit(f"Port {port} is taken: stop what uses it, or choose another with PORT=8001.")
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    migrate()
    if kind:
        call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_demo")
    index()
    print(f"Serving on http://{HOST}:{port}", flush=True)
    connection.close()
    command = server_command(kind, port)
    os.execv(command[0], command)  # noqa: S606 a list needs no shell


if __name__ == "__main__":
    main(*sys.argv[1:])
