"""Nearest-neighbour search over the vectors of all pages, in memory."""

import threading
from collections.abc import Mapping
from itertools import batched
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.meaning.models import STATE_ROW, PageVectors, VectorsState
from search.meaning.passages import MAX_PASSAGES
from search.meaning.provider import provider

MAX_ROWS = 200_000
"""The number of passages in memory; above, each page has only its first ones, at least one."""
ROWS_AT_ONCE = 512
"""Passages compared in one step, few enough for the processor's cache."""
PAGES_AT_ONCE = 500
QUERY_PASSAGES = 4
"""Passages of a page that are compared with other pages."""


class _Stored(NamedTuple):
    text_hash: str
    vectors: bytes


class Table(NamedTuple):
    """The vectors of one model as of one place in the change log."""

    version: str
    size: int
    stored: Mapping[int, _Stored]
    pages: NDArray[np.int64]
    """The id of each page, in the order of the rows."""
    starts: NDArray[np.int64]
    """The first row of each page."""
    rows: NDArray[np.int8]
    """The vectors of passages, one per row."""
    lengths: NDArray[np.float32]
    """The Euclidean norm of each row; 1 for a row of zeros."""
    passages: int
    """The maximum number of passages of a page."""


_lock = threading.Lock()
_table: Table | None = None


def version() -> str | None:
    """Return the version of the stored vectors; None if there are none; one query.

    Raises EmbeddingError if the model cannot be read.
    """
    service = provider()
    if service is None:
        return None
    state = VectorsState.objects.filter(pk=STATE_ROW, model=service.model).first()
    return version_of(state) if state else None


def version_of(state: VectorsState) -> str | None:
    """Return the version of the vectors whose state this is; None where there are none."""
    return f"{state.model}/{state.place}" if state.size else None


def table(current: str) -> Table:
    """Return the vectors of the version: read once, then those of pages whose text has changed."""
    global _table
    with _lock:
        if _table is None or _table.version != current:
            _table = _read(current, _table)
        return _table


def vectors_of(index: Table, page: int) -> NDArray[np.float32] | None:
    """Return the first vectors of a page, of length 1; None if it has none."""
    stored = index.stored.get(page)
    if stored is None:
        return None
    rows = np.frombuffer(stored.vectors, dtype=np.int8).reshape(-1, index.size)
    return _unit(rows[:QUERY_PASSAGES])


def nearest(
    index: Table, vectors: NDArray[np.float32], limit: int, without: int | None = None
) -> list[int]:
    """Return the pages nearest to any of the vectors, nearest first, but for one of them.

    A page is as near as its nearest passage. Similarities of different models are not comparable,
    so there is no fixed threshold: a page must be nearer than the middle between the nearest page
    and the average one.
    """
    others = index.pages != (without or 0)
    if not others.any():
        return []
    closest = np.empty(len(index.rows), dtype=np.float32)
    for start in range(0, len(index.rows), ROWS_AT_ONCE):
        block = index.rows[start : start + ROWS_AT_ONCE].astype(np.float32)
        closest[start : start + ROWS_AT_ONCE] = (block @ vectors.T).max(axis=1)
    closest /= index.lengths
    near = np.maximum.reduceat(closest, index.starts)
    near, pages = near[others], index.pages[others]
    least = (near.max() + near.mean()) / 2
    order = np.argsort(-near, kind="stable")[:limit]
    return [int(pages[at]) for at in order if near[at] >= least]


def _lengths(rows: NDArray[np.int8]) -> NDArray[np.float32]:
    squares = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        block = rows[start : start + ROWS_AT_ONCE].astype(np.float32)
        squares[start : start + ROWS_AT_ONCE] = (block * block).sum(axis=1)
    lengths: NDArray[np.float32] = np.sqrt(squares)
    return np.where(lengths > 0, lengths, np.float32(1.0))


def _unit(rows: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return stored vectors at length 1."""
    floats = rows.astype(np.float32)
    lengths = np.linalg.norm(floats, axis=1, keepdims=True)
    return np.divide(floats, lengths, out=floats, where=lengths > 0)


def _read(current: str, before: Table | None) -> Table:
    model = current.partition("/")[0]
    size = VectorsState.objects.values_list("size", flat=True).get(pk=STATE_ROW, model=model)
    of_model = PageVectors.objects.filter(model=model)
    hashes: dict[int, str] = dict(of_model.values_list("page_id", "text_hash"))
    passages = max(1, min(MAX_PASSAGES, MAX_ROWS // max(1, len(hashes))))
    is_same = before is not None and before.version.startswith(f"{model}/")
    unchanged: dict[int, _Stored] = {}
    if before is not None and is_same and (before.size, before.passages) == (size, passages):
        unchanged = {pk: e for pk, e in before.stored.items() if hashes.get(pk) == e.text_hash}
    stored = dict(unchanged)
    for batch in batched(sorted(hashes.keys() - unchanged.keys()), PAGES_AT_ONCE):
        rows = of_model.filter(page_id__in=batch)
        for pk, text_hash, vectors in rows.values_list("page_id", "text_hash", "vectors"):
            cut = bytes(vectors)[: passages * size]
            if cut and len(cut) % size == 0:
                stored[pk] = _Stored(text_hash, cut)
    lengths = [len(each.vectors) // size for each in stored.values()]
    joined = b"".join(each.vectors for each in stored.values())
    passage_rows = np.frombuffer(joined, dtype=np.int8).reshape(-1, size)
    return Table(
        current,
        size,
        stored,
        np.array([*stored], dtype=np.int64),
        np.array([0, *np.cumsum(lengths[:-1])], dtype=np.int64),
        passage_rows,
        _lengths(passage_rows),
        passages,
    )
