"""Explains the rank of pages for a query."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.editors.explain import explanation
from search.engines.protocol import EngineUnavailableError


class Command(BaseCommand):
    help = "Says in plain words why the results of a query stand where they do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--page", type=int, help="Only this page, by its id.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            explained = explanation(options["query"], options["page"])
        except EngineUnavailableError as error:
            raise CommandError(f"The search cannot answer: {error}") from error
        self.stdout.write(f"{explained['total']} pages for “{options['query']}”")
        for bet in explained["bets"]:
            self.stdout.write(f"Best bet: {bet.title}")
        if explained["absent"]:
            self.stdout.write(explained["absent"].text)
        for place in explained["places"]:
            self.stdout.write(f"\n{place['place']}. {place['title']} ({place['id']})")
            for reason in place["reasons"]:
                self.stdout.write(f"  {'+' if reason.is_favourable else '-'} {reason.text}")
