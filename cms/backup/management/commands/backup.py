"""Makes a backup of the database and the uploaded files."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.backup.backup import back_up
from cms.backup.errors import BackupError
from cms.progress import progress


class Command(BaseCommand):
    help = (
        "Writes the database and the uploaded files to one file, while the site is in use. "
        "Indexes are left out; restoring builds them again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The archive to make, like site.tar.")

    def handle(self, *, file: Path, verbosity: int, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} exists: choose another name.")
        try:
            with progress(sys.stderr, show=verbosity > 0) as bar:
                counts = back_up(file, bar)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror or error}.") from error
        self.stdout.write(f"{counts['pages']} pages and {counts['files']} files are in {file}.")
