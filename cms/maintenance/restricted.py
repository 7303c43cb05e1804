"""The context in which restricted pages are visible.

Restricted pages are those that need a log-in, a password or a group, and all pages below them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_included: ContextVar[bool] = ContextVar("restricted_included", default=False)


def restricted_pages_included() -> bool:
    """Return whether restricted pages count as visible in this context."""
    return _included.get()


@contextmanager
def restricted_pages(*, included: bool) -> Iterator[None]:
    """Include restricted pages in all that is read in this block, or leave them out again.

    What is read with them must not be cached where others read it.
    """
    token = _included.set(included)
    try:
        yield
    finally:
        _included.reset(token)
