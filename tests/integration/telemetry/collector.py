"""A server on loopback that keeps what is posted to it, as a collector of telemetry would."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Collector:
    """`posts` are the paths and the bodies, unpacked, in the order of their arrival."""

    port: int = 0
    posts: list[tuple[str, bytes]] = field(default_factory=list)

    def bodies(self, ending: str) -> list[bytes]:
        """Return the bodies that were posted to paths with this ending."""
        return [body for path, body in [*self.posts] if path.endswith(ending)]


@contextmanager
def collecting() -> Iterator[Collector]:
    """Yield a collector that listens on a free port."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            collector.posts.append((self.path, body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        collector.port = server.server_address[1]
        Thread(target=server.serve_forever, daemon=True).start()
        yield collector
        server.shutdown()
