"""`make run`: database, content and index made ready, then the server; each step once."""

import os
import socket
import sys
from contextlib import closing
from importlib.util import find_spec

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from redis import Redis, RedisError

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


def require_services() -> None:
    """Ends the start with one line if the database or Redis does not answer."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        why = str(error).splitlines()[0]
        sys.exit(f"The database of DATABASE_URL does not answer: {why}")
    if settings.ENV.redis_url:
        try:
            with Redis.from_url(settings.ENV.redis_url, socket_connect_timeout=3) as redis:
                redis.ping()
        except RedisError as error:
            sys.exit(f"The Redis server of REDIS_URL does not answer: {error}")


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


def production_command(kind: str, port: int) -> list[str]:
    """`deployed` is production in a container, which answers others than its own machine."""
    host = "0.0.0.0" if kind == "deployed" else HOST  # noqa: S104 the container's own network
    workers = str(settings.ENV.web_concurrency)
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "cms.wsgi:application"),
        *("--host", host, "--port", str(port), "--workers", workers),
        *("--blocking-threads", "2", "--no-access-log", "--log-level", "warning"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
    ]


def prepare(kind: str) -> None:
    """Everything before the server; ends the process with one line where that cannot be."""
    port = settings.ENV.port
    if not port_is_free(port):
        sys.exit(f"Port {port} is taken: stop what uses it, or choose another with PORT=8001.")
    require_services()
    migrate()
    if kind:
        call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_demo")
    index()
    print(f"Serving on http://{HOST}:{port}", flush=True)
    connection.close()


def set_up() -> None:
    module = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    if find_spec(module) is None:
        sys.exit(f"DJANGO_SETTINGS_MODULE={module} is not known: leave it out.")
    django.setup()


def main(kind: str = "") -> None:
    if kind not in KINDS:
        sys.exit(f"SERVER={kind} is not known: leave it out, or write SERVER=production.")
    set_up()
    # Django's own server starts this module once more for each reload; all is ready by then.
    if os.environ.get(DJANGO_AUTORELOAD_ENV) != "true":
        prepare(kind)
    port = settings.ENV.port
    if kind:
        command = production_command(kind, port)
        os.execv(command[0], command)  # noqa: S606 a list needs no shell
    call_command("runserver", f"{HOST}:{port}", skip_checks=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
