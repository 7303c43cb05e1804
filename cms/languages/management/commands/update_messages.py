"""`manage.py update_messages`: the catalogues of the interface, without system gettext."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.settings.environment import ROOT


class Command(BaseCommand):
    help = (
        "Collects the messages of templates and code into locale/ and compiles the catalogues. "
        "Needs the packages for developers."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; exit 1 where a message is missing, fuzzy, stale, differs in its "
            "placeholders or is copied from another language",
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        from cms.languages.catalogues import checking, extraction, files  # needs Babel

        root = ROOT
        template = extraction.template(root)
        if not check:
            for code in files.languages():
                files.write(root, code, files.updated(files.read(root, code), template))
        problems = [
            problem
            for code in files.languages()
            for problem in checking.problems(root, code, template)
        ]
        problems += checking.copied(root, files.languages())
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} problems in the catalogues.")
        self.stdout.write(f"{len(files.languages())} catalogues are complete.")
