"""A judged collection: documents, queries, and which documents answer which query."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from search.document import SearchDocument

FILES = ("documents.jsonl", "queries.jsonl", "qrels.tsv")
SEED = 1


class CollectionError(Exception):
    """The folder is not a judged collection; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts by id, queries by id, and the gains of the judged documents of each query."""

    documents: Sequence[Mapping[str, Any]]
    queries: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, int]]

    @property
    def locale(self) -> str:
        """Return the language of the first document, English by default."""
        return str(self.documents[0].get("locale", "en")) if self.documents else "en"

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages of all documents."""
        return frozenset(str(each.get("locale", "en")) for each in self.documents)

    @property
    def has_one_answer(self) -> bool:
        """Return whether no query has more than one right document."""
        return all(len(gains) < 2 for gains in self.judgements.values())

    def sampled(self, size: int) -> "Collection":
        """Return the collection with at most `size` of its queries, always the same ones."""
        if not 0 < size < len(self.queries):
            return self
        chosen = set(random.Random(SEED).sample(sorted(self.queries), size))  # noqa: S311
        queries = {query: text for query, text in self.queries.items() if query in chosen}
        judgements = {query: self.judgements[query] for query in chosen & self.judgements.keys()}
        return replace(self, queries=queries, judgements=judgements)

    def judged(self) -> dict[str, dict[str, int]]:
        """Return the gains of every query, without any where nothing was judged."""
        return {query: dict(self.judgements.get(query, {})) for query in self.queries}


def read_collection(folder: Path) -> Collection:
    """Read `documents.jsonl`, `queries.jsonl` and `qrels.tsv`; raises CollectionError."""
    for name in FILES:
        if not (folder / name).is_file():
            raise CollectionError(f"{folder} has no {name}.")
    documents = list(_lines(folder / "documents.jsonl", ("id", "title", "text")))
    queries = {
        each["id"]: each["text"] for each in _lines(folder / "queries.jsonl", ("id", "text"))
    }
    judgements: dict[str, dict[str, int]] = {}
    for number, line in enumerate((folder / "qrels.tsv").read_text().splitlines(), 1):
        try:
            query, document, gain = line.split("\t")
            judgements.setdefault(query, {})[document] = int(gain)
        except ValueError as error:
            message = (
                f"qrels.tsv, line {number}: expected query, document and gain, parted by tabs."
            )
            raise CollectionError(message) from error
    return Collection(documents, queries, judgements)


def collections(folder: Path) -> dict[str, Collection]:
    """Return every judged collection in a folder by its name; raises CollectionError."""
    folders = sorted(path.parent for path in folder.glob(f"*/{FILES[0]}"))
    if not folders:
        raise CollectionError(f"{folder} has no folder with a {FILES[0]}.")
    return {each.name: read_collection(each) for each in folders}


def search_documents(rows: Iterable[Mapping[str, Any]]) -> Iterator[SearchDocument]:
    """Yield the documents as pages, numbered from 1 in their order."""
    for number, each in enumerate(rows, 1):
        yield SearchDocument(
            id=number,
            type=each.get("type", "home.ContentPage"),
            title=each["title"],
            path=f"/{number}/",
            locale=each.get("locale", "en"),
            summary=each.get("summary", ""),
            body=each["text"],
        )


def _lines(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            missing = [name for name in needed if not isinstance(row.get(name), str)]
        except (ValueError, AttributeError) as error:
            raise CollectionError(f"{path.name}, line {number}: no JSON object.") from error
        if missing:
            raise CollectionError(f"{path.name}, line {number}: {', '.join(missing)} is missing.")
        yield row
