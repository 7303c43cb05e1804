"""Run coroutines in tests, also while Playwright's event loop runs in the main thread."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Return the result of a coroutine, run by a loop in another thread."""
    with ThreadPoolExecutor(1, thread_name_prefix="event-loop") as pool:
        return pool.submit(asyncio.run, coroutine).result()
