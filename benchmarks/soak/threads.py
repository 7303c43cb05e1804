"""Threads that run inside a `with` block."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self


class Threads:
    """Run each function in a thread inside the block; it ends when `stopping` is set."""

    def __init__(self, *targets: Callable[[], None]) -> None:
        self.stopping = threading.Event()
        self._threads = [threading.Thread(target=target) for target in targets]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        for thread in self._threads:
            thread.join()
