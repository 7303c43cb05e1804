"""Rebuilds the index beside the live one, or rolls back to the one before."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from cms.changes.readers import UnavailableError
from cms.delivery.writing.builder import storable_pages
from cms.delivery.writing.reader import DocumentReader
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

    def handle(self, *, rollback: bool, engine: str | None, verbosity: int, **options: Any) -> None:
        if not rollback:
            os.nice(POLITENESS)
        if not engine and not rollback:
            self._write_documents(quiet=verbosity == 0)
        for name in [engine] if engine else active.names():
            try:
                if rollback:
                    self._roll_back(active.engine(name))
                else:
                    self._rebuild(active.engine(name), quiet=verbosity == 0)
            except LookupError as error:
                raise CommandError(f"{name}: {error}") from error
            except (EngineUnavailableError, RebuildRunningError, UnequalError) as error:
                raise CommandError(f"{name}: {error} The live index is as it was.") from error
            except DatabaseError as error:
                raise CommandError(f"The database cannot be read: {error}") from error

    def _write_documents(self, *, quiet: bool) -> None:
        advice = "run it again: until then pages are read without documents"
        try:
            with progress(self.stderr, show=not quiet, advice=advice) as bar:
                advance = bar("documents", storable_pages().count())
                DocumentReader().start_over(advance, parallel=True)
        except UnavailableError as error:
            raise CommandError(f"{error} Run it again.") from error
        except DatabaseError as error:
            raise CommandError(f"The database cannot be read: {error}") from error
        if not quiet:
            self.stdout.write("The documents of the delivery API are written again.")

    def _roll_back(self, engine: IndexedEngine) -> None:
        generation = engine.roll_back()
        self.stdout.write(
            f"{engine.name}: {generation.name} is live again; the worker brings it up to date."
        )

    def _rebuild(self, engine: IndexedEngine, *, quiet: bool) -> None:
        advice = "the live index is as it was"
        with progress(self.stderr, show=not quiet, advice=advice) as bar:
            advance = bar(engine.name, indexed_pages().count())
            count = rebuild(engine, advance, parallel=True)
        if not quiet:
            self.stdout.write(f"{engine.name}: {count} documents, live.")
