"""A generation as a tantivy index on disk, with its place in the change log."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched
from pathlib import Path

import tantivy

from search.document import SearchDocument
from search.engines.embedded.schema import build_schema, entry, read_rest, rest_entry
from search.engines.embedded.signatures import SignatureCache
from search.engines.protocol import EngineUnavailableError, Stamp

HEAP = 256 * 1024 * 1024  # bytes that the writer may use
FILLING_THREADS, UPDATING_THREADS = 2, 1
"""Threads of the writer; each writes a segment at a commit, and small segments are soon merged."""
BATCH = 1_000


class EmbeddedGeneration:
    """Written by one thread of one process at a time; read by any."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.index = tantivy.Index(build_schema(), str(path))
        self.index.config_reader("manual")
        self.schema = self.index.schema
        self._loaded = (0, 0)
        self._cached_place: tuple[tuple[int, int], str | None] = ((0, 0), None)
        self._writer: tantivy.IndexWriter | None = None
        self._has_leftovers = True  # perhaps, of a process that was killed
        self.signatures = SignatureCache()

    @property
    def name(self) -> str:
        return self.path.name

    def searcher(self) -> tantivy.Searcher:
        """Return a searcher of the newest commit, also if another process made it."""
        meta = (self.path / "meta.json").stat()
        # Two commits may share a tick of the clock, but not a file.
        written = meta.st_mtime_ns, meta.st_ino
        if written != self._loaded:
            self.index.reload()
            self._loaded = written
        return self.index.searcher()

    def place(self) -> str | None:
        searcher = self.searcher()
        commit, place = self._cached_place
        if commit != self._loaded:
            commit, place = self._loaded, self.place_of(searcher)
            self._cached_place = commit, place
        return place

    def place_of(self, searcher: tantivy.Searcher) -> str | None:
        """Return the place of the version that a searcher of this generation reads."""
        hits = searcher.search(self._term("kind", "place"), 1, count=False).hits
        return (searcher.doc(hits[0][1]).get_first("stored") or b"").decode() if hits else None

    def count(self) -> int:
        return self.searcher().search(self._term("kind", "page"), 1).count or 0  # type: ignore[attr-defined]

    def write(
        self,
        documents: Iterable[SearchDocument],
        deleted: Iterable[int],
        *,
        version: int,
        place: str,
    ) -> None:
        newest = {document.id: document for document in documents}
        versions = self._versions(newest)
        with self._writing(UPDATING_THREADS) as writer:
            for document in newest.values():
                if document.version >= versions.get(document.id, 0):
                    self._delete(writer, document.id)
                    self._add(writer, document)
            for page_id in deleted:
                self._delete(writer, page_id)
            writer.delete_documents_by_term("kind", "place")
            writer.add_document(tantivy.Document(kind="place", stored=place.encode()))
            self._commit(writer)

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        for batch in batched(documents, BATCH):
            with self._writing(FILLING_THREADS) as writer:
                for document in batch:
                    self._add(writer, document)

    def rests(self, page_ids: Sequence[int]) -> dict[int, Mapping[str, str]]:
        """Return the ends of long texts of these pages, by page and name of the text."""
        searcher = self.searcher()
        rests_by_page: dict[int, Mapping[str, str]] = {}
        for page_id in page_ids:
            query = tantivy.Query.term_query(self.schema, "rest_of", page_id, "basic")
            for _, address in searcher.search(query, 1, count=False).hits:
                rests_by_page[page_id] = read_rest(searcher.doc(address))
        return rests_by_page

    def _add(self, writer: tantivy.IndexWriter, document: SearchDocument) -> None:
        writer.add_document(entry(document))
        if ends := rest_entry(document):
            writer.add_document(ends)

    def _delete(self, writer: tantivy.IndexWriter, page_id: int) -> None:
        writer.delete_documents_by_term("id", page_id)
        writer.delete_documents_by_term("rest_of", page_id)

    def stamps(self) -> Iterator[Stamp]:
        """Yield the stamps in batches of ids, so that memory does not grow with the index."""
        searcher, last = self.searcher(), 0
        while True:
            following = tantivy.Query.range_query(
                self.schema, "id", tantivy.FieldType.Integer, last + 1, 2**62
            )
            order = tantivy.Order.Asc
            hits = searcher.search(following, BATCH, False, "id", 0, order).hits
            if not hits:
                return
            for _, address in hits:
                stored = searcher.doc(address)
                last = stored.get_first("id") or 0
                version, digest = stored.get_first("version") or 0, stored.get_first("hash") or b""
                yield Stamp(last, version, digest.decode())

    def close(self) -> None:
        """Release the writer's lock, so that another process may write."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer, self._has_leftovers = None, True

    def _versions(self, page_ids: Iterable[int]) -> dict[int, int]:
        searcher, ids = self.searcher(), list(page_ids)
        versions: dict[int, int] = {}
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            query = tantivy.Query.term_set_query(self.schema, "id", batch)
            for _, address in searcher.search(query, len(batch), count=False).hits:
                stored = searcher.doc(address)
                versions[stored.get_first("id") or 0] = stored.get_first("version") or 0
        return versions

    @contextmanager
    def _writing(self, threads: int) -> Iterator[tantivy.IndexWriter]:
        """Yield the writer, which forgets what was not committed if the block fails.

        What a killed process or a failed commit left is deleted first: tantivy would give the next
        files the same names, and fail because they exist. Raises EngineUnavailableError, as where
        the disk is full.
        """
        writer = self._open(threads)
        try:
            if self._has_leftovers:
                writer.garbage_collect_files()
                self._has_leftovers = False
            yield writer
        except (OSError, ValueError) as error:
            self._forget(writer)
            raise EngineUnavailableError(
                f"The index {self.name} cannot be written; is the disk full? ({error})"
            ) from error

    def _forget(self, writer: tantivy.IndexWriter) -> None:
        """Roll back; a writer that a failure has ended works again afterwards."""
        self._has_leftovers = True
        try:
            writer.rollback()
        except (OSError, ValueError):
            self._writer = None

    def _open(self, threads: int) -> tantivy.IndexWriter:
        """Return the writer, with its number of threads if it is open already."""
        if self._writer is None:
            try:
                self._writer = self.index.writer(HEAP, threads)
            except ValueError as error:
                raise EngineUnavailableError(f"Another process writes to {self.name}.") from error
        return self._writer

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        writer.commit()
        self.index.reload()
        self._cached_place = (0, 0), None
        self.signatures.clear()

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, field, value, "basic")
