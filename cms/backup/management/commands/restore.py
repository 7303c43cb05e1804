"""Restores a backup into an empty database and media store."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms import preparing
from cms.backup.errors import BackupError
from cms.backup.restore import restore
from cms.progress import progress


class Command(BaseCommand):
    help = (
        "Restores a file that `backup` made, into an empty database and an empty media store, "
        "then migrates it and builds the indexes."
    )
    requires_system_checks = []  # some need tables, which do not exist yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The archive that `backup` made.")

    def handle(self, *, file: Path, verbosity: int, **options: Any) -> None:
        preparing.require_services()
        try:
            with progress(sys.stderr, show=verbosity > 0) as bar:
                counts = restore(file, bar)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{counts['pages']} pages and {counts['files']} files are restored.")
        preparing.migrate()
        preparing.collect_static()  # the HTML of pages names the files of this version
        preparing.build()
        self.stdout.write("Ready to serve.")
