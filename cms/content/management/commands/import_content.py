"""Imports pages from JSON Lines, a folder of files, a WordPress export or a website."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.content.importer.crawling.polite import FetchError
from cms.content.importer.crawling.site import Limits, Website, crawled
from cms.content.importer.decision import Action, Rules
from cms.content.importer.inspection import BadSourceError
from cms.content.importer.lenient import Changed, Fixes
from cms.content.importer.mapping import Names, read_mapping
from cms.content.importer.record import Problem, Record, Repair, Source, unchanged
from cms.content.importer.run import Import, Report
from cms.content.importer.sources.folder import SUFFIXES, PageFolder
from cms.content.importer.sources.jsonl import JsonLines
from cms.content.importer.sources.wordpress import WordPressExport
from cms.content.importer.tree import NoSiteError, Tree
from cms.content.importer.writing.redirects import redirect
from cms.progress import progress

KINDS = "a .jsonl file, a folder, a WordPress export (.xml) or the URL of a sitemap"
MAX_LISTED = 100  # problems; further ones are counted


class Command(BaseCommand):
    help = (
        "Imports pages from a JSON Lines file, a folder of Markdown, HTML or DOCX files, a "
        "WordPress export (its redirects, images and documents as well), or the website of a "
        "sitemap. The whole source "
        "is checked first; if anything is wrong, nothing is imported. Run again, it changes "
        "only what has changed in the source, and leaves what editors have changed since."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="SOURCE", help=KINDS)
        parser.add_argument(
            "--under", required=True, metavar="/path/", help="the page below which they go"
        )
        parser.add_argument(
            "--uploads",
            type=Path,
            metavar="FOLDER",
            help="wp-content/uploads of the WordPress site",
        )
        website = parser.add_argument_group("websites")
        website.add_argument(
            "--delay",
            type=float,
            default=Limits.delay,
            help="seconds between two requests; the site's robots.txt may demand more (1)",
        )
        website.add_argument(
            "--max-pages", type=int, default=Limits.max_pages, help="pages at most (1000)"
        )
        website.add_argument(
            "--max-megabytes", type=int, default=500, help="megabytes in all at most (500)"
        )
        website.add_argument(
            "--keep",
            type=Path,
            metavar="FOLDER",
            help="keep what is fetched; run again, only the rest is fetched",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="list what would be imported and lost, and change nothing",
        )
        parser.add_argument(
            "--lenient",
            action="store_true",
            help="fix control characters, texts too long and missing summaries, and list each",
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            metavar="FILE",
            help="a YAML file with new names for types, categories, authors and fields",
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
        fixes = Fixes() if options["lenient"] else None
        changes = [names_of(options["mapping"]).apply] if options["mapping"] else []
        changes += [fixes.fix] if fixes else []
        repair = fixes.clean if fixes else unchanged
        with progress(self.stderr, show=options["verbosity"] > 0) as bar, ExitStack() as stack:
            if options["source"].startswith(("http://", "https://")):
                website = crawled(
                    options["source"], under, repair, limits(options), options["keep"], bar
                )
                try:
                    source: Source = stack.enter_context(website)
                except (FetchError, OSError) as error:
                    raise CommandError(f"{options['source']}: {error}") from error
            else:
                path = Path(options["source"])
                source = source_at(path, tree.places(under), options["uploads"], repair)
            check_under(under, source, tree)
            job = Import(Changed(source, *changes), tree, rules(options["overwrite"]))
            try:
                job.check(bar("Checking", len(job.source)))
            except BadSourceError as error:
                raise CommandError(refusal(error)) from error
            if options["dry_run"]:
                report = job.preview()
            else:
                report = job.write(bar("Importing", len(job.source)))
        moved = source.redirects() if isinstance(source, WordPressExport | Website) else {}
        created = 0 if options["dry_run"] else redirect(moved, tree)
        if options["verbosity"]:
            if options["dry_run"]:
                self.stdout.write("Dry run, nothing is imported. The import would do this:")
            self.stdout.write(summary(report))
            if moved:
                self.stdout.write(f"Redirects: {len(moved)} old addresses, {created} new.")
            if (warnings := warnings_of(source)) is not None:
                self.stdout.write(describe_warnings(warnings))
            if fixes:
                self.stdout.write(fixed(fixes.report))


def limits(options: dict[str, Any]) -> Limits:
    """Return the limits of a crawl; raises CommandError for numbers out of range."""
    if options["delay"] < 0 or options["max_pages"] < 1 or options["max_megabytes"] < 1:
        raise CommandError(
            "--delay should be 0 or more, --max-pages and --max-megabytes 1 or more."
        )
    max_bytes = options["max_megabytes"] * 1024 * 1024
    return Limits(options["delay"], options["max_pages"], max_bytes)


def warnings_of(source: Source) -> Sequence[Problem] | None:
    """Return the warnings of a source; None if the source cannot have any."""
    if isinstance(source, Website):
        return [*source.problems, *source.warnings]
    if isinstance(source, WordPressExport):
        return source.warnings
    if isinstance(source, PageFolder | JsonLines) and source.warnings:
        return source.warnings
    return None


def names_of(path: Path) -> Names:
    """Return the names of a mapping file; raises CommandError."""
    try:
        return read_mapping(path)
    except ValueError as error:
        raise CommandError(f"--mapping: {error}") from error


def source_at(
    path: Path, places: Mapping[str, str], uploads: Path | None, repair: Repair
) -> Source:
    """Return the source at `path`; raises CommandError if it cannot be read.

    `places` are the paths below which pages go, by language; the first is that of `--under`.
    """
    under = next(iter(places.values()))
    if uploads and not uploads.is_dir():
        raise CommandError(f"{uploads} is not a folder: name wp-content/uploads of the old site.")
    try:
        if path.suffix in {".xml", ".wxr"}:
            return WordPressExport(path, places, uploads, repair)
        if path.is_dir():
            return PageFolder(path, under, repair)
        if path.suffix.lower() in SUFFIXES:
            raise CommandError(f"{path} is one page: name the folder it is in.")
        return JsonLines(path, under, repair)
    except ValueError as error:
        raise CommandError(f"{path}: {error}") from error
    except OSError as error:
        raise CommandError(f"{path} cannot be read ({error.strerror}): name {KINDS}.") from error


def check_under(under: str, source: Source, tree: Tree) -> None:
    """Raise CommandError if neither the site nor the source has the page that all go below."""
    first = next((each for each in source if isinstance(each, Record)), None)
    if first and first.path != under and tree.page(under) is None:
        raise CommandError(
            f"Nothing was imported: --under: there is no page at {under}. Name the path of a page "
            "that is on the site, like / for the home page."
        )


def rules(overwrite: bool) -> Rules:
    return Rules("import", overwrite=overwrite)


def refusal(error: BadSourceError) -> str:
    """Return the report of a refused import, with every problem and its place."""
    lines = [f"  {problem}" for problem in error.problems[:MAX_LISTED]]
    if (more := len(error.problems) - MAX_LISTED) > 0:
        lines.append(f"  and {more} more")
    count = len(error.problems)
    return "\n".join([f"Nothing was imported: {count} problem{'s' if count != 1 else ''}.", *lines])


def summary(report: Report) -> str:
    counts = ", ".join(f"{report.counts[action]} {action.value}" for action in Action)
    left = [
        f"  {each.record.where}: {each.record.path} left, {each.reason}" for each in report.left
    ]
    hint = ["  --overwrite takes the source's version of these."] if left else []
    return "\n".join([f"Pages: {counts}.", *left, *hint])


def describe_warnings(warnings: Sequence[Problem]) -> str:
    """Return a report of content that was left out, with its places."""
    if not warnings:
        return "Everything could be taken over."
    lines = [f"  {each}" for each in warnings[:MAX_LISTED]]
    if (more := len(warnings) - MAX_LISTED) > 0:
        lines.append(f"  and {more} more")
    return "\n".join([f"Not taken over: {len(warnings)}.", *lines])


def fixed(fixes: Sequence[Problem]) -> str:
    """Return a report of what a lenient import fixed, one line each."""
    return "\n".join([f"Fixed: {len(fixes)}.", *(f"  {each}" for each in fixes)])
