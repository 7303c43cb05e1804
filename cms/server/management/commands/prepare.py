"""Prepares the database, static files and indexes for this version of the site."""

from typing import Any

from django.core.management.base import BaseCommand

from cms import preparing


class Command(BaseCommand):
    help = (
        "Migrates the database, collects the static files and builds the indexes. Run it once for "
        "each new version, before its web processes start; a second run does nothing."
    )
    requires_system_checks = []  # some need tables that this command creates

    def handle(self, *args: Any, **options: Any) -> None:
        preparing.require_services()
        preparing.migrate()
        self.check(display_num_errors=True)
        preparing.collect_static()
        preparing.build()
        self.stdout.write("Ready to serve.")
