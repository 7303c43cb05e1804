"""Ends this process with the one that started it."""

import multiprocessing
import os
import threading


def end_with_parent() -> None:
    """Watch in a thread, and exit as soon as the parent has ended, even if it was killed."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_wait_and_exit, args=[parent], name="parent", daemon=True).start()


def _wait_and_exit(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
