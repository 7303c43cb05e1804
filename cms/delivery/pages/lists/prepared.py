"""The sorted rows of usual lists, read by statements that the ORM compiles once.

The ORM takes longer to put a statement together than the database to run it. In a compiled
statement, marks stand for the values that differ between lists of the same form.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import BooleanField, F, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from wagtail.models import Page

from cms.caching.lookups import cached_until_change
from cms.delivery.http.cursor import Position, after, position
from cms.delivery.http.problem import invalid
from cms.delivery.http.served_site import ServedSite, below
from cms.delivery.pages.declared import SORT_KEY, sort_key
from cms.delivery.pages.fallback import check_languages
from cms.delivery.pages.lists.filters import NOT_PUBLIC, Within, types_of
from cms.delivery.pages.lists.parameters import ListParameters
from cms.delivery.pages.lists.rows import ListRow, is_by_declared_field
from cms.delivery.pages.neighbours import COLUMNS, PARENT, TABLE, PageRow
from cms.maintenance.register import register
from cms.maintenance.restricted import restricted_pages_included
from cms.maintenance.state import outside

MAX_STATEMENTS = 500
# Marks: ids are never negative, and no path or time is like these.
PK, PARENT_PK, ANCESTOR_PK, FIRST_ID = -1, -2, -3, -4
VALUE, PARENT_PATH, ANCESTOR_PATH = "\ue000", "\ue001", "\ue002"
NOW = datetime(1900, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


class Tree(NamedTuple):
    """The roots of a site and the restricted subtrees, which decide its public pages."""

    vendor: str
    roots: tuple[str, ...]
    restricted: frozenset[str]

    def pages(self) -> "QuerySet[Page]":
        """Return the same pages as `cms.delivery.pages.lists.filters.public_pages`."""
        return outside(Page.objects.filter(below(self.roots), live=True), self.restricted)


class Form(NamedTuple):
    """The form of a list, which decides its statement.

    `types` are content types, `ids` the number of ids; `parent` and `ancestor` are depths in the
    tree, 0 for none.
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


class Statement:
    """A compiled query with marks for values."""

    def __init__(self, rows: "QuerySet[Any, Any]") -> None:
        compiler = rows.query.get_compiler(connection=connection)
        self._sql, self._values = compiler.as_sql()
        last, *_ = compiler.select[-1]
        self._converters = compiler.get_converters([last])

    def rows(self, values: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
        """Return the rows for the values of the marks; only their last column is converted."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [values.get(each, each) for each in self._values])
            fetched = cursor.fetchall()
        return [(*row[:-1], self._converted(row[-1])) for row in fetched]

    def _converted(self, value: Any) -> Any:
        for converters, expression in self._converters.values():
            for convert in converters:
                value = convert(value, expression, connection)
        return value


def is_usual(params: ListParameters) -> bool:
    """Return whether a list without filters by fields is read by a prepared statement."""
    is_continued = params.cursor is not None and is_by_declared_field(params.sort)
    return not (params.topic or params.fallback or params.total or is_continued)


def usual_rows(site: ServedSite, params: ListParameters) -> list[ListRow]:
    """Return the rows of one part of a usual list, and one more if the list goes on.

    Raises a 422 problem like `cms.delivery.pages.lists.filters.filtered`.
    """
    tree = _tree(site)
    parent = _place("parent", params.parent, tree)
    ancestor = _place("ancestor", params.ancestor, tree)
    check_languages(site, params.locale, "locale")
    start = position(params.cursor, params.sort)
    form = Form(
        tree=tree,
        types=_content_types(params.type),
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
        _time(NOW): _time(timezone.now()),
    }
    if start:
        values |= {VALUE: start.value, PK: start.pk}
    return [
        ListRow(PageRow._make((*row[:5], bool(row[5]), None, *row[7:-1])), row[-1])
        for row in _statement(form).rows(values)
    ]


def _tree(site: ServedSite) -> Tree:
    is_included = restricted_pages_included()
    restricted = frozenset[str]() if is_included else register.snapshot().restricted
    return Tree(connection.vendor, tuple(root.path for root in site.roots), restricted)


class _Place(NamedTuple):
    path: str = ""
    depth: int = 0


def _place(name: str, pk: int | None, tree: Tree) -> _Place:
    """Return where a public page is; raises a 422 problem for others."""
    if not pk:
        return _Place()
    places = _place_statement(tree).rows({PK: pk})
    if not places:
        raise invalid(name, NOT_PUBLIC)
    return _Place._make(places[0])


@lru_cache(maxsize=MAX_STATEMENTS)
def _place_statement(tree: Tree) -> Statement:
    return Statement(tree.pages().filter(pk=PK).values_list("path", "depth"))


@lru_cache(maxsize=MAX_STATEMENTS)
def _statement(form: Form) -> Statement:
    within = Within(
        [FIRST_ID - number for number in range(form.ids)],
        Page(pk=PARENT_PK, path=PARENT_PATH, depth=form.parent) if form.parent else None,
        Page(pk=ANCESTOR_PK, path=ANCESTOR_PATH, depth=form.ancestor) if form.ancestor else None,
    )
    pages = _of_types(within.filter(form.tree.pages()), form)
    if form.locales:
        pages = pages.filter(locale__language_code__in=form.locales)
    now = f"{TABLE}.live AND ({TABLE}.expire_at IS NULL OR {TABLE}.expire_at > %s)"
    is_live = RawSQL(now, [_time(NOW)], output_field=BooleanField())  # noqa: S611
    name, column = form.sort.removeprefix("-"), ""
    rows = pages.annotate(parent_id=PARENT, is_live=is_live)
    if is_by_declared_field(form.sort):
        rows, column = rows.annotate(**{SORT_KEY: sort_key(name, NOW)}), SORT_KEY
    start = Position(VALUE, PK) if form.has_cursor else None
    columns = ["is_live" if each == "live" else each for each in COLUMNS]
    rows = after(rows, form.sort, start, column).values_list(*columns, column or name)
    return Statement(rows[: form.limit + 1])


def _of_types(pages: Any, form: Form) -> Any:
    """Filter by content types; if they are all, in the order of paths without their index.

    SQLite would read and sort all pages by it, instead of the first ones in that order.
    """
    if form.sort.removeprefix("-") == "path" and form.types == _content_types(()):
        return pages.alias(type_value=F("content_type_id") + 0).filter(type_value__in=form.types)
    return pages.filter(content_type__in=form.types)


def _time(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


@cached_until_change
def _content_types(labels: tuple[str, ...]) -> tuple[int, ...]:
    """Return the content types of these page types and their subclasses; of all for none."""
    page_types = types_of(labels)
    models = [model for model in apps.get_models() if issubclass(model, page_types)]
    types = ContentType.objects.get_for_models(*models)
    return tuple(sorted(each.pk for each in types.values()))
