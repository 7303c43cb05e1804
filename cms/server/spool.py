"""Buffers a stream between the thread that generates it and a client that may be slow."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator

from cms.server.reply import Stream

BLOCK = 256 * 1024  # bytes read at once


class Spool:
    """A temporary file between a producer and a consumer, so that neither waits for the other.

    `fill` runs in a thread, `blocks` in the event loop.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 closed by close()
        self._ready = asyncio.Event()
        self._size = 0
        self._is_complete = self._is_abandoned = False
        self._error: BaseException | None = None

    def fill(self, stream: Stream) -> None:
        """Write the whole stream; stop early if the client has gone."""
        try:
            for chunk in stream.chunks:
                if self._is_abandoned:
                    break
                self._write(chunk)
        except BaseException as error:
            self._error = error
            raise
        finally:
            self._is_complete = True
            self._loop.call_soon_threadsafe(self._ready.set)
            stream.close()

    def _write(self, chunk: bytes) -> None:
        view = memoryview(chunk)
        while view:
            written = os.pwrite(self._file.fileno(), view, self._size)
            self._size += written
            view = view[written:]
        self._loop.call_soon_threadsafe(self._ready.set)

    async def blocks(self) -> AsyncIterator[bytes]:
        """Yield blocks as they are written; raises the error that made `fill` fail."""
        position = 0
        while True:
            self._ready.clear()
            is_complete, size = self._is_complete, self._size
            while position < size:
                block = os.pread(self._file.fileno(), min(BLOCK, size - position), position)
                position += len(block)
                yield block
            if is_complete:
                break
            await self._ready.wait()
        if self._error:
            raise self._error

    def abandon(self) -> None:
        """Make `fill` stop at its next chunk."""
        self._is_abandoned = True

    def close(self) -> None:
        """Close the file; call it once `fill` has returned."""
        self._file.close()
