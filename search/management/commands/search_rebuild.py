"""Rebuilds the index beside the live one, or rolls back to the one before."""

import os
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from cms.changes.readers import Reader, UnavailableError, readers
from cms.delivery.writing.days import dated_pages
from cms.delivery.writing.reader import DocumentReader
from cms.health.outage import in_one_line
from cms.progress import progress
from search.engines import active
from search.engines.protocol import EngineUnavailableError, IndexedEngine
from search.indexing.batches import indexed_pages
from search.indexing.rebuild import RebuildRunningError, UnequalError, rebuild

POLITENESS = 15  # visitors' searches on the same machine go first


class Command(BaseCommand):
    help = (
        "Builds a new search index beside the live one while edits go on, catches up from the "
        "change log, compares, swaps it in with one step, and keeps the old one for --rollback. "
        "Writes the documents of the delivery API again as well."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rollback", action="store_true", help="Make the index before the live one live again."
        )
        parser.add_argument(
            "--engine",
            choices=[*settings.SEARCH_ENGINES],
            help="One engine only; default: every engine in use, and the documents.",
        )
        parser.add_argument(
            "--missing",
            action="store_true",
            help="Only indexes and documents that do not exist yet, or not in this version.",
        )

    def handle(
        self, *, rollback: bool, engine: str | None, missing: bool, verbosity: int, **options: Any
    ) -> None:
        if missing and (rollback or engine):
            raise CommandError("--missing takes neither --rollback nor --engine.")
        if missing:
            self._build_missing(quiet=verbosity == 0)
            return
        if not rollback:
            os.nice(POLITENESS)
        if not engine and not rollback:
            self._write_documents(quiet=verbosity == 0)
        for name in [engine] if engine else active.names():
            try:
                if rollback:
                    self._roll_back(active.engine(name))
                else:
                    self._rebuild(name, quiet=verbosity == 0)
            except LookupError as error:
                raise CommandError(f"{name}: {error}") from error
            except EngineUnavailableError as error:
                raise CommandError(f"{name}: {error} The live index is as it was.") from error

    def _build_missing(self, *, quiet: bool) -> None:
        """Build what has no place in the change log yet; the worker retries what fails."""
        missing = {reader.name for reader in readers() if _has_no_place(reader)}
        if DocumentReader.name in missing:
            with suppress(CommandError):
                self._write_documents(quiet=quiet)
        for name in active.names():
            if f"index-{name}" in missing:
                with suppress(CommandError):
                    self._rebuild(name, quiet=quiet)

    def _write_documents(self, *, quiet: bool) -> None:
        advice = "run it again: until then pages are read without documents"
        try:
            with progress(self.stderr, show=not quiet, advice=advice) as bar:
                advance = bar("documents", dated_pages().count())
                DocumentReader().start_over(advance, parallel=True)
        except UnavailableError as error:
            raise CommandError(f"{error} Run it again.") from error
        except DatabaseError as error:
            raise CommandError(in_one_line(error)) from error
        if not quiet:
            self.stdout.write("delivery API: documents written.")

    def _roll_back(self, engine: IndexedEngine) -> None:
        generation = engine.roll_back()
        self.stdout.write(
            f"{engine.name}: {generation.name} is live again; the worker brings it up to date."
        )

    def _rebuild(self, name: str, *, quiet: bool) -> None:
        advice = "the live index is as it was"
        try:
            with progress(self.stderr, show=not quiet, advice=advice) as bar:
                advance = bar(name, indexed_pages().count())
                count = rebuild(active.engine(name), advance, parallel=True)
        except (EngineUnavailableError, RebuildRunningError, UnequalError) as error:
            raise CommandError(f"{name}: {error} The live index is as it was.") from error
        except DatabaseError as error:
            raise CommandError(in_one_line(error)) from error
        if not quiet:
            self.stdout.write(f"{name}: {count} documents, live.")


def _has_no_place(reader: Reader) -> bool:
    try:
        return reader.place() is None
    except UnavailableError:
        return False
