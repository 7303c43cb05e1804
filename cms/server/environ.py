"""Converts ASGI scopes to WSGI environments, for Django's synchronous handler."""

import sys
from collections.abc import Iterable
from typing import IO, Any
from urllib.parse import unquote_to_bytes

Scope = dict[str, Any]
UNPREFIXED = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}


def build_environ(scope: Scope, body: IO[bytes], length: int) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of a request whose body has been read.

    Headers whose names contain an underscore are left out, because WSGI cannot distinguish
    `X_Forwarded_For` from `X-Forwarded-For`.
    """
    host, port = scope.get("server") or ("", "")
    client = scope.get("client") or ("", "")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope["headers"])
    environ["CONTENT_LENGTH"] = str(length)  # also of a body that was sent in chunks
    return environ


def _add_headers(environ: dict[str, Any], headers: Iterable[tuple[bytes, bytes]]) -> None:
    for name, raw in headers:
        if b"_" in name or name == b"transfer-encoding":
            continue
        key = UNPREFIXED.get(name) or "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        value = raw.decode("latin-1")
        if key in environ:
            value = f"{environ[key]}{'; ' if name == b'cookie' else ','}{value}"
        environ[key] = value
