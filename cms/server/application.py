"""The ASGI application: the event loop reads bodies and sends responses, threads run Django."""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from cms.security import common_headers
from cms.server.body import (
    BodyError,
    DisconnectedError,
    Message,
    Receive,
    declared_length,
    read_body,
)
from cms.server.environ import Scope, build_environ
from cms.server.fast_path import FastPath
from cms.server.limits import BodyLimit, limit_for
from cms.server.reply import Reply, Stream, run_handler
from cms.server.spool import Spool

MAX_WAITING = 1_000
"""The number of requests that may wait for a thread; further ones are answered 503."""
SEND_TIMEOUT = 60.0
"""The seconds that a client may take to read one block of a stream."""
SAFE = frozenset({"GET", "HEAD"})
LIVENESS = "/healthz"
"""The liveness probe, answered without a thread: it computes nothing and reads no database."""
PROBES = frozenset({LIVENESS, "/readyz"})
"""Probes, which are requested by address from inside, so that their Host is not the site's."""

Send = Callable[[Message], Awaitable[None]]
logger = logging.getLogger(__name__)


class Application:
    """An ASGI application that runs Django's WSGI handler in at most `threads` threads."""

    def __init__(
        self,
        handler: WSGIHandler,
        *,
        threads: int,
        limits: Sequence[BodyLimit],
        session_cookie: str,
        probe_host: str = "localhost",
        fast_path: FastPath | None = None,
    ) -> None:
        self._handler = handler
        self._probe_host = probe_host
        self._fast = fast_path
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self._limits = limits
        self._cookie = session_cookie.encode() + b"="
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            reply = await self._reply(scope, receive)
            await self._send(send, reply)
        except DisconnectedError:
            return

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        headers = dict(scope["headers"])
        has_credentials = b"authorization" in headers or self._cookie in headers.get(b"cookie", b"")
        try:
            length = declared_length(headers)
            if length == 0:
                return await self._compute(build_environ(scope, io.BytesIO(), 0), has_credentials)
            limit = limit_for(scope["path"], self._limits, has_credentials=has_credentials)
            body, length = await read_body(receive, length, limit)
        except BodyError as error:
            return plain_reply(error.status)
        with body:
            return await self._in_thread(build_environ(scope, body, length))

    async def _compute(self, environ: dict[str, Any], has_credentials: bool) -> Reply:
        path = environ["PATH_INFO"]
        if path in PROBES:
            environ["HTTP_HOST"] = self._probe_host
        if path == LIVENESS:
            return run_handler(self._handler, environ)
        if self._fast is None or has_credentials or environ["REQUEST_METHOD"] not in SAFE:
            return await self._in_thread(environ)
        if reply := self._fast.reply(environ):
            return reply
        reply = await self._in_thread(environ)
        self._fast.learn(environ, reply)
        return reply

    async def _in_thread(self, environ: dict[str, Any]) -> Reply:
        if self._waiting >= MAX_WAITING:
            return plain_reply(HTTPStatus.SERVICE_UNAVAILABLE)
        loop = asyncio.get_running_loop()
        self._waiting += 1
        try:
            return await loop.run_in_executor(self._pool, run_handler, self._handler, environ)
        finally:
            self._waiting -= 1

    async def _send(self, send: Send, reply: Reply) -> None:
        await send(
            {"type": "http.response.start", "status": reply.status, "headers": reply.headers}
        )
        if isinstance(reply.body, bytes):
            await send({"type": "http.response.body", "body": reply.body})
        elif isinstance(reply.body, Path):
            await send({"type": "http.response.pathsend", "path": str(reply.body)})
        else:
            await self._send_stream(send, reply.body)

    async def _send_stream(self, send: Send, stream: Stream) -> None:
        spool = Spool()
        filling = asyncio.get_running_loop().run_in_executor(self._pool, spool.fill, stream)
        try:
            async for block in spool.blocks():
                async with asyncio.timeout(SEND_TIMEOUT):
                    await send({"type": "http.response.body", "body": block, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            logger.info("A client did not read its response")
        finally:
            spool.abandon()
            await asyncio.wait([filling])
            spool.close()


def plain_reply(status: HTTPStatus) -> Reply:
    """Return a plain-text response that the server makes itself, and that closes the connection."""
    headers = {
        **common_headers(),
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "5"
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Reply(status, encoded, f"{status.phrase}\n".encode())
