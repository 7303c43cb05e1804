"""The form of a list, and the marks that stand for its values in a compiled statement."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from wagtail.models import Page

from cms.delivery.http.served_site import ServedSite, below
from cms.maintenance.register import register
from cms.maintenance.restricted import restricted_pages_included
from cms.maintenance.state import outside

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Marks: ids are never negative, and no path or time is like these.
PK, PARENT_PK, ANCESTOR_PK, FIRST_ID = -1, -2, -3, -4
VALUE, PARENT_PATH, ANCESTOR_PATH = "\ue000", "\ue001", "\ue002"
NOW = datetime(1900, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


class Tree(NamedTuple):
    """The roots of a site and the restricted subtrees, which decide its public pages."""

    vendor: str
    roots: tuple[str, ...]
    restricted: frozenset[str]

    @classmethod
    def of(cls, site: ServedSite) -> "Tree":
        is_included = restricted_pages_included()
        restricted = frozenset[str]() if is_included else register.snapshot().restricted
        return cls(connection.vendor, tuple(root.path for root in site.roots), restricted)

    def pages(self) -> "QuerySet[Page]":
        """Return the same pages as `cms.delivery.pages.lists.filters.public_pages`."""
        return outside(Page.objects.filter(below(self.roots), live=True), self.restricted)


class Form(NamedTuple):
    """The form of a list, which decides its statement.

    `types` are content types, `ids` the number of ids; `parent` and `ancestor` are depths in the
    tree, 0 for none. `candidates` is the number of pages among which rows are searched, 0 for all.
    """

    tree: Tree
    types: tuple[int, ...]
    locales: tuple[str, ...]
    sort: str
    limit: int
    ids: int
    parent: int
    ancestor: int
    has_cursor: bool
    candidates: int = 0

    @property
    def sort_name(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def has_stored_values(self) -> bool:
        """Return whether the values by which it is sorted are those of the change log's reader."""
        return bool(self.candidates) and self.sort_name == "date"
