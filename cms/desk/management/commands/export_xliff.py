"""`export_xliff`: the texts of translations for translators."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.desk.translations.xliff.errors import XliffError
from cms.desk.translations.xliff.exchange import export_xliff, translations_below


class Command(BaseCommand):
    help = (
        "Writes the texts of translations, with those of their sources, as one XLIFF 1.2 file. "
        "Pages whose translation is not started yet are left out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write, like pages.th.xlf")
        parser.add_argument("--language", required=True, help="the code of the language, like th")
        parser.add_argument(
            "--under", default="/", help="the path of a page in the default language (default: all)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pages = translations_below(options["under"], options["language"])
            options["file"].write_bytes(export_xliff(pages))
        except XliffError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{len(pages)} pages are in {options['file']}.")
