"""Reads the body of a request within limits, before a thread is used for it."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import IO, Any

from cms.server.limits import IDLE, BodyLimit

IN_MEMORY = 512 * 1024  # bytes; larger bodies are written to disk

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]


class BodyError(Exception):
    """A body that cannot be read; `status` is the status of the response."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class DisconnectedError(Exception):
    """The client closed the connection before its request was complete."""


def declared_length(headers: MutableMapping[bytes, bytes]) -> int | None:
    """Return Content-Length, 0 if there is no body, or None if it is sent in chunks.

    Raises BodyError if it is not a number.
    """
    if b"transfer-encoding" in headers:
        return None
    length = headers.get(b"content-length", b"0")
    if not length.isdigit():
        raise BodyError(HTTPStatus.BAD_REQUEST)
    return int(length)


async def read_body(
    receive: Receive, declared: int | None, limit: BodyLimit
) -> tuple[IO[bytes], int]:
    """Return the body, positioned at its beginning, and its length.

    Raises BodyError (413, 408) as soon as a limit is exceeded, and DisconnectedError.
    """
    if declared is not None and declared > limit.size:
        raise BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 the caller closes it
    try:
        async with asyncio.timeout(limit.seconds):
            length = await _copy(receive, body, limit.size)
    except TimeoutError as error:
        body.close()
        raise BodyError(HTTPStatus.REQUEST_TIMEOUT) from error
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body, length


async def _copy(receive: Receive, body: IO[bytes], limit: int) -> int:
    length = 0
    while True:
        async with asyncio.timeout(IDLE):
            message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        chunk = message.get("body", b"")
        length += len(chunk)
        if length > limit:
            raise BodyError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body.write(chunk)
        if not message.get("more_body", False):
            return length
