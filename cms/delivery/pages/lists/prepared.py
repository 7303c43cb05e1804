"""The sorted rows of usual lists, read by statements that the ORM compiles once."""

from typing import NamedTuple

from django.utils import timezone

from cms.delivery.http.cursor import position
from cms.delivery.http.problem import invalid
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.fallback import check_languages
from cms.delivery.pages.lists.compiled import (
    adapted_time,
    content_types,
    place_statement,
    read_rows,
)
from cms.delivery.pages.lists.filters import NOT_PUBLIC
from cms.delivery.pages.lists.form import (
    ANCESTOR_PATH,
    ANCESTOR_PK,
    FIRST_ID,
    NOW,
    PARENT_PATH,
    PARENT_PK,
    PK,
    VALUE,
    Form,
    Tree,
)
from cms.delivery.pages.lists.nearest import may_have_nearest, nearest_rows
from cms.delivery.pages.lists.parameters import ListParameters
from cms.delivery.pages.lists.rows import ListRow, is_by_declared_field


def is_usual(params: ListParameters) -> bool:
    """Return whether a list without filters by fields may be read by a prepared statement."""
    return not (params.topic or params.fallback or params.total)


def usual_rows(site: ServedSite, params: ListParameters) -> list[ListRow] | None:
    """Return the rows of one part of a usual list, and one more if the list goes on.

    None for the later parts of lists by a declared field that are not read from an index. Raises a
    422 problem like `cms.delivery.pages.lists.filters.filtered`.
    """
    tree = Tree.of(site)
    parent = _place("parent", params.parent, tree)
    ancestor = _place("ancestor", params.ancestor, tree)
    check_languages(site, params.locale, "locale")
    start = position(params.cursor, params.sort)
    form = Form(
        tree=tree,
        types=content_types(params.type),
        locales=params.locale,
        sort=params.sort,
        limit=params.limit,
        ids=len(params.id),
        parent=parent.depth,
        ancestor=ancestor.depth,
        has_cursor=start is not None,
    )
    values = {
        **{FIRST_ID - number: pk for number, pk in enumerate(params.id)},
        PARENT_PK: params.parent,
        PARENT_PATH + "%": parent.path + "%",
        ANCESTOR_PK: params.ancestor,
        ANCESTOR_PATH + "%": ancestor.path + "%",
        adapted_time(NOW): adapted_time(timezone.now()),
    }
    if may_have_nearest(form, start, parent.numchild):
        rows = nearest_rows(form, values, start)
        if rows is not None:
            return rows
    if start and is_by_declared_field(params.sort):
        return None
    if start:
        values |= {VALUE: start.value, PK: start.pk}
    return read_rows(form, values)


class _Place(NamedTuple):
    path: str = ""
    depth: int = 0
    numchild: int = 0


def _place(name: str, pk: int | None, tree: Tree) -> _Place:
    """Return where a public page is; raises a 422 problem for others."""
    if not pk:
        return _Place()
    places = place_statement(tree).rows({PK: pk})
    if not places:
        raise invalid(name, NOT_PUBLIC)
    return _Place._make(places[0])
