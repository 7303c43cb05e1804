"""`import_content`: pages in bulk from a JSON Lines file or a folder of Markdown files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.content.importer.check import BadSourceError
from cms.content.importer.decision import Action, Rules
from cms.content.importer.folder import MarkdownFolder
from cms.content.importer.importing import Import, Report
from cms.content.importer.jsonl import JsonLines
from cms.content.importer.progress import progress
from cms.content.importer.record import Source
from cms.content.importer.tree import NoSiteError, Tree

SHOWN = 100  # problems; who has more begins with these


class Command(BaseCommand):
    help = (
        "Imports pages from a JSON Lines file or a folder of Markdown files. The whole source "
        "is checked first; if anything is wrong, nothing is imported. Run again, it changes "
        "only what has changed in the source, and leaves what editors have changed since."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, metavar="SOURCE", help="a .jsonl file or a folder")
        parser.add_argument(
            "--under", required=True, metavar="/path/", help="the page below which they go"
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="also pages that were edited or deleted since"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        under = "/" + "".join(f"{part}/" for part in options["under"].split("/") if part)
        try:
            tree = Tree()
        except NoSiteError as error:
            raise CommandError(str(error)) from error
        job = Import(source_at(options["source"], under), tree, rules(options["overwrite"]))
        with progress(self.stderr, show=options["verbosity"] > 0) as bar:
            try:
                job.check(bar("Checking", len(job.source)))
            except BadSourceError as error:
                raise CommandError(refusal(error)) from error
            report = job.write(bar("Importing", len(job.source)))
        if options["verbosity"]:
            self.stdout.write(summary(report))


def source_at(path: Path, under: str) -> Source:
    """The source; raises CommandError where there is none."""
    try:
        if path.is_dir():
            return MarkdownFolder(path, under)
        if path.suffix == ".md":
            raise CommandError(f"{path} is one Markdown file: name the folder it is in.")
        return JsonLines(path, under)
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read ({error.strerror}): name a .jsonl file or a folder."
        ) from error


def rules(overwrite: bool) -> Rules:
    return Rules("import", overwrite=overwrite)


def refusal(error: BadSourceError) -> str:
    """Every problem with its place, and that nothing was done."""
    shown = [f"  {problem}" for problem in error.problems[:SHOWN]]
    if (more := len(error.problems) - SHOWN) > 0:
        shown.append(f"  and {more} more")
    count = len(error.problems)
    return "\n".join([f"Nothing was imported: {count} problem{'s' if count != 1 else ''}.", *shown])


def summary(report: Report) -> str:
    counts = ", ".join(f"{report.counts[action]} {action.value}" for action in Action)
    left = [
        f"  {each.record.where}: {each.record.path} left, {each.reason}" for each in report.left
    ]
    hint = ["  --overwrite takes the source's version of these."] if left else []
    return "\n".join([f"Pages: {counts}.", *left, *hint])
