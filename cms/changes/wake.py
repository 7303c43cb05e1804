"""Wakes the threads of this process at once, and those of this machine within a moment."""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

TICK = 0.02  # seconds between two looks at the file: 50 stat calls a second cost nothing

_here = threading.Condition()
_rings = 0


def _after_fork() -> None:
    global _here
    _here = threading.Condition()


os.register_at_fork(after_in_child=_after_fork)


def _file() -> Path:
    return Path(settings.DATA_DIR) / "changes.wake"


def _mtime() -> int:
    try:
        return _file().stat().st_mtime_ns
    except OSError:
        return 0


def ring() -> None:
    """Wakes every `Sleeper`, here and in the processes that share this data folder."""
    global _rings
    with _here:
        _rings += 1
        _here.notify_all()
    with suppress(OSError):  # a full or read-only disk: others still poll
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().touch()
        os.utime(_file())


class Sleeper:
    """One thread's sleep; rings from before its first wait, or between two, are not missed."""

    def __init__(self) -> None:
        self._seen = (-1, -1)

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Returns at the next ring, when `stop` is set, or after `seconds`."""
        deadline = time.monotonic() + seconds
        while (now := (_rings, _mtime())) == self._seen and not stop.is_set():
            left = deadline - time.monotonic()
            if left <= 0:
                return
            with _here:
                if _rings == now[0]:
                    _here.wait(min(TICK, left))
        self._seen = now
