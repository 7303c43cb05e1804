"""Records the pages that a response depends on, whether it shows or hides them."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Dependencies(set[int]):
    """The ids of pages whose state was read.

    `stubs` are those of pages of which only title, address and state are shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stubs: set[int] = set()

    @property
    def keys(self) -> set[str]:
        """Return the cache keys of the pages."""
        return {f"page-{pk}" for pk in self} | {f"stub-{pk}" for pk in self.stubs - self}

    @property
    def page_keys(self) -> set[str]:
        """Return the surrogate keys of the pages, which do not tell stubs from whole pages."""
        return {f"page-{pk}" for pk in self | self.stubs}


class _Local(threading.local):
    def __init__(self) -> None:
        self.pages: Dependencies | None = None
        self.are_stubs = False
        self.has_lookups = True


_local = _Local()


@contextmanager
def page_dependencies() -> Iterator[Dependencies]:
    """Yield a set to which the ids of pages are added when this thread reads their public state.

    In nested blocks, pages of the inner one are added to the outer set, too.
    """
    outer, inner = _local.pages, Dependencies()
    _local.pages = inner
    try:
        yield inner
    finally:
        _local.pages = outer
        if outer is not None:
            outer |= inner
            outer.stubs |= inner.stubs


@contextmanager
def stubs_only() -> Iterator[None]:
    """Add the pages whose state is read in this block to `stubs`, not to the whole pages."""
    outer, _local.are_stubs = _local.are_stubs, True
    try:
        yield
    finally:
        _local.are_stubs = outer


@contextmanager
def without_lookups() -> Iterator[None]:
    """Do not record in this block the pages that cached look-ups read.

    Such a look-up reads pages only the first time, so recording them would make what is built then
    depend on more pages than what is built later.
    """
    outer, _local.has_lookups = _local.has_lookups, False
    try:
        yield
    finally:
        _local.has_lookups = outer


@contextmanager
def lookup_dependencies() -> Iterator[None]:
    """Record the pages that a look-up reads, unless in a block `without_lookups`."""
    outer = _local.pages
    if not _local.has_lookups:
        _local.pages = None
    try:
        yield
    finally:
        _local.pages = outer


def add_page_dependency(page_id: int) -> None:
    """Add a page to the set of the innermost `page_dependencies` block, if there is one."""
    if page_id is not None:
        add_page_dependencies([page_id])


def add_page_dependencies(page_ids: Iterable[int]) -> None:
    """Add pages whose public state is cached."""
    if _local.pages is not None:
        dependencies = _local.pages.stubs if _local.are_stubs else _local.pages
        dependencies.update(page_ids)
