"""Starts the servers: `make run` on one machine, `python -m cms.serve deployed` in production.

`make run` prepares the database, loads the demo unless SITE=own, builds the index and serves;
`deployed` only serves. Both end with one line if something is missing.
"""

import gc
import os
import resource
import socket
import sys
from contextlib import closing
from importlib.util import find_spec

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV

from cms.server.command_line import ended_by_outages

HOST = "127.0.0.1"
KINDS = ("", "production", "deployed")
HEADER_TIMEOUT = 15_000  # milliseconds until a request's headers are complete
CONNECTIONS = 4096  # per process; most are idle or slow
STOP_TIMEOUT = 8  # seconds to end what is being sent; Docker kills after ten


def port_is_free(host: str, port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def listen_address(kind: str) -> str:
    """Return the address to listen on; a container accepts connections from other machines."""
    return "0.0.0.0" if kind == "deployed" else HOST  # noqa: S104 the container's own network


def production_command(kind: str, port: int) -> list[str]:
    workers = str(settings.ENV.web_concurrency)
    return [
        *(sys.executable, "-m", "granian", "--interface", "asginl", "cms.asgi:application"),
        *("--host", listen_address(kind), "--port", str(port), "--workers", workers),
        *("--http", "1", "--no-ws", "--http1-header-read-timeout", str(HEADER_TIMEOUT)),
        *("--backlog", str(CONNECTIONS), "--backpressure", str(CONNECTIONS)),
        *("--no-access-log", "--log-level", "warning"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--workers-kill-timeout", str(STOP_TIMEOUT)),
    ]


def raise_file_limit() -> None:
    """Raise the limit on open files to what the system allows; many shells start with 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = 4 * CONNECTIONS
    limit = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if soft < limit:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


def prepare_site(kind: str) -> None:
    """Migrate, load the demo unless SITE=own, and build the index."""
    from cms import preparing
    from cms.server import checks
    from cms.sites.beginning import move_local_site

    if settings.ENV.site == "own" and settings.SITE_RECORD.kind != "own":
        sys.exit(
            "There is no site in this data folder: "
            """make manage ARGS="init_site --name 'Our name' --languages en,fr" creates one."""
        )
    preparing.migrate()
    for error in checks.languages_check():
        sys.exit(f"{error.msg} {error.hint}")
    if kind:
        preparing.collect_static()
    if settings.ENV.site == "demo":
        load_demo()
    else:
        move_local_site(settings.ENV.port)
    preparing.build_if_possible()


def load_demo() -> None:
    """Load the demo; end the process with one line if the folder contains another site."""
    try:
        call_command("load_demo")
    except CommandError as error:
        sys.exit(str(error))


def require_prepared() -> None:
    """End the process with one line if this version cannot serve this database."""
    from cms import preparing
    from cms.server import checks

    preparing.require_migrations()
    for error in (*checks.demo_users_check(), *checks.languages_check()):
        sys.exit(f"{error.msg} {error.hint}")


def make_ready(kind: str) -> None:
    from cms import preparing

    port = settings.ENV.port
    if not port_is_free(listen_address(kind), port):
        sys.exit(f"Port {port} is taken: stop what uses it, or choose another with PORT=8001.")
    preparing.require_services()
    if kind == "deployed":
        require_prepared()
    else:
        prepare_site(kind)
    print(f"Serving on http://{listen_address(kind)}:{port}", flush=True)
    connection.close()


def set_up() -> None:
    module = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    if find_spec(module) is None:
        sys.exit(f"DJANGO_SETTINGS_MODULE={module} is not known: leave it out.")
    gc.disable()  # what is loaded lives as long as the process
    django.setup()
    gc.freeze()
    gc.enable()


def main(kind: str = "") -> None:
    if kind not in KINDS:
        sys.exit(f"SERVER={kind} is not known: leave it out, or write SERVER=production.")
    set_up()
    # Django's development server runs this module again for each reload.
    if os.environ.get(DJANGO_AUTORELOAD_ENV) != "true":
        with ended_by_outages():
            make_ready(kind)
    port = settings.ENV.port
    if kind:
        raise_file_limit()
        command = production_command(kind, port)
        os.execv(command[0], command)  # noqa: S606 a list needs no shell
    call_command("runserver", f"{HOST}:{port}", skip_checks=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
