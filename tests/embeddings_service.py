"""An embeddings service on loopback, with the API of OpenAI, that can be made to fail."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MEANINGS = {
    "car": (1.0, 0.0, 0.0),
    "automobile": (1.0, 0.0, 0.0),
    "vehicle": (0.9, 0.1, 0.0),
    "fish": (0.0, 1.0, 0.0),
    "harvest": (0.0, 0.0, 1.0),
}
"""Words with a meaning, by stem; other words have none."""
POLL = 0.01  # seconds; `shutdown` waits for the next poll, by default half a second


def meaning(text: str) -> list[float]:
    """Return the sum of the meanings of the words, and a little of each direction."""
    vector = [0.01, 0.01, 0.01]
    for word in text.lower().replace(".", " ").split():
        for at, value in enumerate(MEANINGS.get(word.removesuffix("s"), ())):
            vector[at] += value
    return vector


class EmbeddingsServer:
    """`rows` makes the vectors of texts; with `status` it refuses, after `delay` seconds."""

    def __init__(self) -> None:
        self.rows: Callable[[Sequence[str]], object] = lambda texts: [*map(meaning, texts)]
        self.status = 200
        self.delay = 0.0
        self.texts: list[str] = []
        self.keys: list[str | None] = []
        self.models: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL,), daemon=True
        )
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1/embeddings"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                owner.texts += sent["input"]
                owner.models.append(sent["model"])
                owner.keys.append(self.headers["Authorization"])
                time.sleep(owner.delay)
                rows = owner.rows(sent["input"])
                data = [{"index": n, "embedding": row} for n, row in enumerate(rows)]
                body = json.dumps({"data": data[::-1]}).encode()
                self.send_response(owner.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Log nothing."""

        return Handler
