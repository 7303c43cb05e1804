"""What a process remembers of the database until anything changes."""

import threading
from collections.abc import Callable, Hashable, Sequence

from django.conf import settings

from cms.changes import follower
from cms.changes.models import Change

_lock = threading.Lock()
_generation = 0


def generation() -> int:
    """Another number after every change of what the public may see."""
    return _generation


def forget(changes: Sequence[Change] = ()) -> None:
    """Follows the change log: whatever was remembered may be wrong."""
    global _generation
    with _lock:
        _generation += 1


def follow() -> None:
    """Called once, when the apps are ready."""
    follower.listen(forget)


class Fresh[K: Hashable, V]:
    """Values made when first asked for, and anew after a change.

    What was made while a change came in may be of before it, and is not kept.
    """

    def __init__(self, make: Callable[[K], V]) -> None:
        self._make = make
        self._generation = -1
        self._values: dict[K, V] = {}

    def __call__(self, key: K) -> V:
        began, values = _generation, self._values
        if self._generation == began and key in values:
            return values[key]
        value = self._make(key)
        with _lock:
            if began == _generation and settings.ANSWER_MEMORY:
                if self._generation != began:
                    self._generation, self._values = began, {}
                self._values[key] = value
        return value
