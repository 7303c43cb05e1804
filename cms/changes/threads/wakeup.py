"""Wakes waiting threads: those of this process at once, others on this machine within 20 ms."""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

TICK = 0.02  # seconds between checks of the file: 50 stat calls a second are cheap

_condition = threading.Condition()
_count = 0


def _after_fork() -> None:
    global _condition
    _condition = threading.Condition()


os.register_at_fork(after_in_child=_after_fork)


def _file() -> Path:
    return Path(settings.DATA_DIR) / "changes.wake"


def _mtime() -> int:
    try:
        return _file().stat().st_mtime_ns
    except OSError:
        return 0


def notify() -> None:
    """Wake every `Waiter`, here and in the processes that share this data folder."""
    global _count
    with _condition:
        _count += 1
        _condition.notify_all()
    with suppress(OSError):  # a full or read-only disk: the others still poll
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().touch()
        os.utime(_file())


class Waiter:
    """Waits for notifications in one thread, without missing those sent between two waits."""

    def __init__(self) -> None:
        self._seen = (-1, -1)

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Return at the next notification, when `stop` is set, or after `seconds`."""
        deadline = time.monotonic() + seconds
        while (current := (_count, _mtime())) == self._seen and not stop.is_set():
            left = deadline - time.monotonic()
            if left <= 0:
                return
            with _condition:
                if _count == current[0]:
                    _condition.wait(min(TICK, left))
        self._seen = current
