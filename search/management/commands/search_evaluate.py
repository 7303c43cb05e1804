"""Relevance on judged collections, from a shell."""

import json
import tempfile
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from search.engines import active
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.evaluation.collection import (
    Collection,
    CollectionError,
    collections,
    read_collection,
    search_documents,
)
from search.engines.evaluation.comparison import DEPTH, compared, table
from search.engines.evaluation.run import (
    Evaluation,
    Ranked,
    answers,
    differences,
    evaluate,
    fill,
)
from search.engines.protocol import EngineUnavailableError, SearchEngine
from search.meaning.collection import CollectionVectors
from search.meaning.embedding import EmbeddingError
from search.meaning.provider import provider
from search.text.forms import languages_in_use


class Command(BaseCommand):
    help = (
        "Measures nDCG@10, AP@100, RR@10 and R@100 on a judged collection. With --all it compares "
        "every collection of a folder with plain BM25, and fails where the search is below."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="documents.jsonl, queries.jsonl, qrels.tsv")
        parser.add_argument(
            "--all", action="store_true", help="The folder holds one folder for each collection."
        )
        parser.add_argument(
            "--sample", type=int, default=0, help="So many queries of each collection."
        )
        parser.add_argument("--engine", choices=[*settings.SEARCH_ENGINES], default="")
        parser.add_argument("--json", action="store_true", help="With nDCG@10 of every query.")
        parser.add_argument("--before", type=Path, help="An earlier --json, to compare with.")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["engine"] or active.names()[0]
        try:
            if options["all"]:
                self._compare_all(options["folder"], name, options)
            else:
                self._measure(options["folder"], name, options)
        except CollectionError as error:
            raise CommandError(str(error)) from error
        except EngineUnavailableError as error:
            raise CommandError(f"The {name} engine cannot answer: {error}") from error
        except EmbeddingError as error:
            raise CommandError(str(error)) from error

    def _measure(self, folder: Path, name: str, options: dict[str, Any]) -> None:
        collection = read_collection(folder).sampled(options["sample"])
        with _engine(name, collection) as engine, Progress(console=Console(stderr=True)) as bar:
            ranked = _ranked(collection, bar)
            task = bar.add_task("Searching", total=len(collection.queries))
            evaluation = evaluate(engine, collection, lambda: bar.advance(task), ranked)
        report = {
            "engine": name,
            "queries": len(collection.queries),
            "measures": dict(evaluation.means),
            "p50_ms": evaluation.p50_ms,
            "p95_ms": evaluation.p95_ms,
            "per_query": dict(evaluation.per_query),
        }
        self.stdout.write(json.dumps(report, indent=2) if options["json"] else _line(report))
        if options["before"]:
            self._compare(options["before"], evaluation)

    def _compare_all(self, folder: Path, name: str, options: dict[str, Any]) -> None:
        rows = []
        for collection_name, full_collection in collections(folder).items():
            collection = full_collection.sampled(options["sample"])
            with _engine(name, collection) as engine, Progress(console=Console(stderr=True)) as bar:
                ranked = _ranked(collection, bar)
                task = bar.add_task(collection_name, total=len(collection.queries))
                fill(engine, collection.documents)
                run, _ = answers(engine, collection, DEPTH, partial(bar.advance, task), ranked)
            rows.append(compared(collection_name, collection, run))
        below = [row.name for row in rows if row.is_below]
        report = {"engine": name, "collections": [asdict(row) for row in rows], "below": below}
        self.stdout.write(json.dumps(report, indent=2) if options["json"] else table(rows))
        if below:
            raise CommandError(f"Below plain BM25: {', '.join(below)}.")

    def _compare(self, path: Path, evaluation: Evaluation) -> None:
        try:
            before = json.loads(path.read_text())["per_query"]
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{path} is not an earlier --json of this command.") from error
        for query, change in differences(before, evaluation.per_query):
            self.stdout.write(f"{query}\t{change:+.4f}")


def _ranked(collection: Collection, bar: Progress) -> Ranked:
    """Return the order of results as on the site: by meaning if `EMBEDDINGS` is set, else as found.

    Raises EmbeddingError.
    """
    service = provider()
    if service is None:
        return lambda request: request
    task = bar.add_task("Vectors", total=len(collection.documents))
    documents = search_documents(collection.documents)
    return CollectionVectors(service, documents, partial(bar.advance, task)).ranked


@contextmanager
def _engine(name: str, collection: Collection) -> Iterator[SearchEngine]:
    """Yield an engine beside that of the site, and remove its index afterwards.

    Queries are stemmed in the languages of the site and of the collection.
    """
    languages = {code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES} | collection.languages
    with tempfile.TemporaryDirectory() as folder, languages_in_use(languages):
        engine = _started(name, Path(folder))
        try:
            yield engine
        finally:
            engine.discard()


def _started(name: str, folder: Path) -> SearchEngine:
    if name == "embedded":
        return EmbeddedEngine(folder)
    from search.engines.elasticsearch.engine import ElasticsearchEngine

    return ElasticsearchEngine(prefix=f"evaluate-{uuid.uuid4().hex[:8]}")


def _line(report: dict[str, Any]) -> str:
    measures = "  ".join(f"{name} {value:.4f}" for name, value in report["measures"].items())
    return f"{report['engine']}: {measures}  ({report['queries']} queries, {report['p50_ms']} ms)"
