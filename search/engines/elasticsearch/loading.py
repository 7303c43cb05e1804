"""Bulk requests of bounded size, with documents and deletions.

Each has an external version, so that the index refuses older documents and deletions than those it
has, and requests may be repeated.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain

from elasticsearch import ApiError, Elasticsearch
from pydantic_core import to_json

from search.document import SearchDocument
from search.engines.elasticsearch.mapping import entry
from search.engines.protocol import EngineUnavailableError

LINES, BYTES = 1_000, 4 * 1024 * 1024
"""Limits of a request: two lines a document, or a few long documents."""
THREADS, WAITING = 2, 2
"""Concurrent requests, and requests queued behind them; more would only take memory."""
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between attempts while the server is overloaded."""

CONFLICT = "version_conflict_engine_exception"
BUSY = {"es_rejected_execution_exception", "circuit_breaking_exception"}
BUSY_STATUS = 429


def send(
    client: Elasticsearch,
    index: str,
    documents: Iterable[SearchDocument],
    deleted: Iterable[int],
    version: int,
) -> None:
    """Send the documents and deletions in sequential requests.

    Raises EngineUnavailableError if the server refuses any, other than for a newer version.
    """
    actions = chain(map(_indexed, documents), (_deleted(each, version) for each in deleted))
    for lines in _requests(actions):
        _check(_bulk_errors(client, index, lines))


def load(client: Elasticsearch, index: str, documents: Iterable[SearchDocument]) -> None:
    """Send the documents in concurrent requests, in bounded memory; wait for a busy server."""
    pending: deque[Future[None]] = deque()
    with ThreadPoolExecutor(THREADS, "loading") as threads:
        try:
            for lines in _requests(map(_indexed, documents)):
                if len(pending) == THREADS + WAITING:
                    pending.popleft().result()
                pending.append(threads.submit(_send_with_retries, client, index, lines))
            while pending:
                pending.popleft().result()
        finally:
            threads.shutdown(cancel_futures=True)


def _send_with_retries(client: Elasticsearch, index: str, lines: list[bytes]) -> None:
    for pause in PAUSES:
        try:
            refused = _bulk_errors(client, index, lines)
        except ApiError as error:
            if error.status_code != BUSY_STATUS:
                raise
        else:
            if not refused & BUSY:
                _check(refused)
                return
        time.sleep(pause)
    _check(_bulk_errors(client, index, lines))


def _bulk_errors(client: Elasticsearch, index: str, lines: list[bytes]) -> set[str]:
    """Send a request and return the types of its errors, without version conflicts."""
    errors_only = "items.*.error.type"
    answer = client.bulk(index=index, operations=lines, filter_path=errors_only)  # type: ignore[arg-type]
    errors = {each["error"]["type"] for item in answer.get("items", ()) for each in item.values()}
    return errors - {CONFLICT}


def _check(refused: set[str]) -> None:
    if refused:
        raise EngineUnavailableError(f"Elasticsearch refused documents: {sorted(refused)}")


def _requests(actions: Iterable[tuple[bytes, ...]]) -> Iterator[list[bytes]]:
    lines: list[bytes] = []
    size = 0
    for action in actions:
        length = sum(map(len, action))
        if lines and (len(lines) >= LINES or size + length > BYTES):
            yield lines
            lines, size = [], 0
        lines += action
        size += length
    if lines:
        yield lines


def _indexed(document: SearchDocument) -> tuple[bytes, ...]:
    return _header("index", document.id, document.version), to_json(entry(document))


def _deleted(page_id: int, version: int) -> tuple[bytes, ...]:
    return (_header("delete", page_id, version),)


def _header(action: str, page_id: int, version: int) -> bytes:
    metadata = {"_id": str(page_id), "version": version, "version_type": "external_gte"}
    return to_json({action: metadata})
