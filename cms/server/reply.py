"""Runs Django for a request and returns the response as bytes, a file or a stream."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from cms.caching.cached_only import take_hit

Headers = list[tuple[bytes, bytes]]
HEAD_ONLY = {204, 304}


@dataclass(frozen=True)
class Stream:
    """Chunks that are generated while they are sent; `close` releases their resources."""

    chunks: Iterator[bytes]
    close: Callable[[], None]


@dataclass(frozen=True)
class Reply:
    """A response; `body` is complete, a file to send whole, or a stream.

    `is_cached` is true if it came from a response cache.
    """

    status: int
    headers: Headers
    body: bytes | Path | Stream
    is_cached: bool = False


class StartResponse:
    """The `start_response` callable of PEP 3333, which stores its arguments."""

    status = 0
    headers: Headers

    def __call__(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]


class FileWrapper:
    """The `wsgi.file_wrapper`, which the handler returns for a response with an open file."""

    def __init__(self, file: Any, block_size: int = 65536) -> None:
        self.file, self.block_size = file, block_size

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.file.read(self.block_size):
            yield chunk

    def close(self) -> None:
        self.file.close()


def run_handler(handler: WSGIHandler, environ: dict[str, Any]) -> Reply:
    """Run Django for one request in the calling thread, and return the response.

    The resources of the response are released, except those of a stream: its sender closes it.
    """
    start = StartResponse()
    take_hit()
    environ["wsgi.file_wrapper"] = FileWrapper
    result: Any = handler(environ, start)
    status, headers = start.status, start.headers
    if environ["REQUEST_METHOD"] == "HEAD" or status in HEAD_ONLY:
        result.close()
        return Reply(status, headers, b"")
    if isinstance(result, FileWrapper):
        if path := whole_file(result.file, dict(headers)):
            result.close()
            return Reply(status, headers, path)
    elif not result.streaming:
        body = b"".join(result)
        result.close()
        return Reply(status, headers, body, is_cached=take_hit())
    return Reply(status, headers, Stream(iter(result), result.close))


def whole_file(file: Any, headers: dict[bytes, bytes]) -> Path | None:
    """Return the path of a local file that is sent whole; None for other files."""
    name = getattr(file, "name", None)
    if not isinstance(name, str) or not os.path.isabs(name):  # noqa: PTH117 Path(name) is costly
        return None
    try:
        is_whole = file.tell() == 0 and os.fstat(file.fileno()).st_size == int(
            headers.get(b"Content-Length", -1)
        )
    except (OSError, AttributeError, ValueError):
        return None
    return Path(name) if is_whole else None
