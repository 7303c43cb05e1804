"""The sorted rows of lists, read by the ORM."""

from typing import Any, NamedTuple

from cms.delivery.http.cursor import Position, after, cursor_at, position
from cms.delivery.pages.declared import SORT_KEY, declared_fields, sort_key
from cms.delivery.pages.lists.parameters import ListParameters
from cms.delivery.pages.neighbours import COLUMNS, PARENT, PageRow


class ListRow(NamedTuple):
    """A page, and the value by which the list is sorted."""

    page: PageRow
    value: Any

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> "ListRow":
        """Return the row for columns whose `is_live` says whether the page has not expired."""
        return cls(PageRow._make((*row[:5], bool(row[5]), None, *row[7 : len(COLUMNS)])), row[-1])

    def cursor(self, sort: str) -> str:
        """Return the cursor of the rows after this one."""
        return cursor_at(Position(self.value, self.page.pk), sort)


def is_by_declared_field(sort: str) -> bool:
    """Return whether a list is sorted by a declared field, which some pages may not have."""
    return sort.removeprefix("-") in declared_fields()


def rows_in_order(pages: Any, params: ListParameters) -> list[ListRow]:
    """Return the rows of one part of a list, and one more if the list goes on."""
    name, rows, column = params.sort.removeprefix("-"), pages.annotate(parent_id=PARENT), ""
    if is_by_declared_field(params.sort):
        rows, column = rows.annotate(**{SORT_KEY: sort_key(name)}), SORT_KEY
    rows = after(rows, params.sort, position(params.cursor, params.sort), column)
    part = rows.values_list(*COLUMNS, column or name)[: params.limit + 1]
    return [ListRow(PageRow._make(row[:-1]), row[-1]) for row in part]
