"""Relevance on a judged collection, from a shell."""

import json
import tempfile
import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from search.engines import active
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.evaluation import (
    CollectionError,
    Evaluation,
    differences,
    evaluate,
    read_collection,
)
from search.engines.protocol import EngineUnavailableError, SearchEngine


class Command(BaseCommand):
    help = "Measures nDCG@10, AP@100, RR@10 and R@100 on a judged collection."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="documents.jsonl, queries.jsonl, qrels.tsv")
        parser.add_argument("--engine", choices=[*settings.SEARCH_ENGINES], default="")
        parser.add_argument("--json", action="store_true", help="With nDCG@10 of every query.")
        parser.add_argument("--before", type=Path, help="An earlier --json, to compare with.")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["engine"] or active.names()[0]
        try:
            collection = read_collection(options["folder"])
            with tempfile.TemporaryDirectory() as folder:
                engine = _engine(name, Path(folder))
                try:
                    with Progress(console=Console(stderr=True)) as bar:
                        task = bar.add_task("Asking", total=len(collection.queries))
                        found = evaluate(engine, collection, lambda: bar.advance(task))
                finally:
                    engine.discard()
        except CollectionError as error:
            raise CommandError(str(error)) from error
        except EngineUnavailableError as error:
            raise CommandError(f"The {name} engine cannot answer: {error}") from error
        told = {
            "engine": name,
            "queries": len(collection.queries),
            "measures": dict(found.means),
            "p50_ms": found.p50_ms,
            "p95_ms": found.p95_ms,
            "per_query": dict(found.per_query),
        }
        self.stdout.write(json.dumps(told, indent=2) if options["json"] else _table(told))
        if options["before"]:
            self._compare(options["before"], found)

    def _compare(self, path: Path, found: Evaluation) -> None:
        try:
            before = json.loads(path.read_text())["per_query"]
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{path} is not an earlier --json of this command.") from error
        for query, change in differences(before, found.per_query):
            self.stdout.write(f"{query}\t{change:+.4f}")


def _engine(name: str, folder: Path) -> SearchEngine:
    """One of its own, beside that of the site."""
    if name == "embedded":
        return EmbeddedEngine(folder)
    from search.engines.elasticsearch.engine import ElasticsearchEngine

    return ElasticsearchEngine(prefix=f"evaluate-{uuid.uuid4().hex[:8]}")


def _table(told: dict[str, Any]) -> str:
    measures = "  ".join(f"{name} {value:.4f}" for name, value in told["measures"].items())
    return f"{told['engine']}: {measures}  ({told['queries']} queries, {told['p50_ms']} ms)"
