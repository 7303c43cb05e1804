"""`import_xliff`: the texts that translators give back, as drafts."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.desk.translations.xliff.errors import XliffError
from cms.desk.translations.xliff.exchange import import_xliff, translations_below


class Command(BaseCommand):
    help = (
        "Stores the translations of an XLIFF 1.2 file, as export_xliff writes it, as drafts. "
        "If any page cannot be stored, nothing is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the translated file")
        parser.add_argument("--language", required=True, help="the code of the language, like th")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            pages = import_xliff(content, translations_below("/", options["language"]))
        except XliffError as error:
            raise CommandError("\n".join(["Nothing was imported.", *error.problems])) from error
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        self.stdout.write(f"{len(pages)} translations are stored as drafts.")
