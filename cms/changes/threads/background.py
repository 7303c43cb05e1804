"""Background threads of web processes, which servers fork."""

import os
import threading
from collections.abc import Callable


class BackgroundThread:
    """A daemon thread, at most one per process. A forked child has none until it calls `start`.

    `run` is called with an event, and must return soon after the event is set.
    """

    def __init__(self, name: str, run: Callable[[threading.Event], None]) -> None:
        self._name = name
        self._run = run
        self._reset()
        os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start the thread unless it is running."""
        with self._lock:
            if not self.is_running:
                self._stop.clear()
                self._thread = threading.Thread(
                    target=self._run, args=[self._stop], name=self._name, daemon=True
                )
                self._thread.start()

    def stop(self, timeout: float = 5.0) -> None:
        """Set the event and wait up to `timeout` seconds for the thread to end."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=timeout)
