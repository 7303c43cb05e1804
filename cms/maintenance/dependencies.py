"""Records the pages that a response depends on, whether it shows or hides them."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class _Local(threading.local):
    def __init__(self) -> None:
        self.pages: set[int] | None = None


_local = _Local()


@contextmanager
def page_dependencies() -> Iterator[set[int]]:
    """Yield a set to which the ids of pages are added when this thread reads their public state.

    In nested blocks, pages of the inner one are added to the outer set, too.
    """
    outer, found = _local.pages, set[int]()
    _local.pages = found
    try:
        yield found
    finally:
        _local.pages = outer
        if outer is not None:
            outer |= found


def add_page_dependency(page_id: int) -> None:
    """Add a page to the set of the innermost `page_dependencies` block, if there is one."""
    if _local.pages is not None and page_id is not None:
        _local.pages.add(page_id)


def add_page_dependencies(page_ids: Iterable[int]) -> None:
    """Add pages whose public state is cached."""
    if _local.pages is not None:
        _local.pages.update(page_ids)
