"""Requests that are answered from a cache or not at all, because they run in the event loop."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class NotCachedError(BaseException):
    """A cache has no entry where only a cache may answer.

    Not an Exception, so that no middleware makes a response of it.
    """


class _State(threading.local):
    is_cached_only = False
    was_hit = False


_state = _State()


@contextmanager
def cached_only() -> Iterator[None]:
    """Make every miss of a response cache in this thread raise NotCachedError."""
    _state.is_cached_only = True
    try:
        yield
    finally:
        _state.is_cached_only = False


def is_cached_only() -> bool:
    """Return whether this thread is inside `cached_only`."""
    return _state.is_cached_only


def record_hit() -> None:
    """Record that this thread found an entry in a response cache."""
    _state.was_hit = True


def record_miss() -> None:
    """Raise NotCachedError if this thread is inside `cached_only`."""
    if _state.is_cached_only:
        raise NotCachedError


def was_hit() -> bool:
    """Return whether a cache was hit in this thread since the last `take_hit`."""
    return _state.was_hit


def take_hit() -> bool:
    """Return whether a cache was hit in this thread since the last call."""
    was_hit, _state.was_hit = _state.was_hit, False
    return was_hit
