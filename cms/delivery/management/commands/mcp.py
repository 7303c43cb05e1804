"""The read-only MCP server on standard input and output."""

from typing import Any

from asgiref.sync import async_to_sync
from django.core.management import BaseCommand, CommandError
from mcp.server.stdio import stdio_server
from wagtail.models import Site

from cms.delivery.http.served_site import served
from cms.delivery.mcp.server import server_of


class Command(BaseCommand):
    help = "Serves the public content of a site to a language model, on standard input and output."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--site", help="The host name of the site; the default site if unset.")

    def handle(self, *args: Any, **options: Any) -> None:
        sites = Site.objects.select_related("root_page")
        host = options["site"]
        site = (sites.filter(hostname=host) if host else sites.filter(is_default_site=True)).first()
        if site is None:
            hostnames = ", ".join(sites.values_list("hostname", flat=True))
            raise CommandError(f"There is no such site; valid: {hostnames or 'none'}.")
        server = server_of(served(site))

        async def run() -> None:
            async with stdio_server() as (incoming, outgoing):
                await server.run(incoming, outgoing, server.create_initialization_options())

        async_to_sync(run)()
