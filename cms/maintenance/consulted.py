"""The pages whose public state a response depends on: those that it shows, and those it hides."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Local(threading.local):
    def __init__(self) -> None:
        self.pages: set[int] | None = None


_local = _Local()


@contextmanager
def consulted_pages() -> Iterator[set[int]]:
    """Give a set that fills with the ids of the pages whose state this thread looks up inside.

    Inside another block, the outer set has these pages, too.
    """
    outer, found = _local.pages, set[int]()
    _local.pages = found
    try:
        yield found
    finally:
        _local.pages = outer
        if outer is not None:
            outer |= found


def note(page_id: int) -> None:
    """Add a page to the set of the innermost `consulted_pages`, if there is one."""
    if _local.pages is not None and page_id is not None:
        _local.pages.add(page_id)
