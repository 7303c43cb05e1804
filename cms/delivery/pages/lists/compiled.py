"""The statements of lists, compiled once for each form."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from cms.caching.lookups import cached_until_change
from cms.delivery.documents.reading import pending_changes
from cms.delivery.http.cursor import Position, after
from cms.delivery.pages.declared import SORT_KEY, sort_key
from cms.delivery.pages.lists.candidates import among_candidates, stored_day
from cms.delivery.pages.lists.filters import Within, types_of
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
from cms.delivery.pages.lists.rows import ListRow, is_by_declared_field
from cms.delivery.pages.lists.statement import Statement
from cms.delivery.pages.neighbours import COLUMNS, PARENT, TABLE

MAX_STATEMENTS = 500


@lru_cache(maxsize=MAX_STATEMENTS)
def place_statement(tree: Tree) -> Statement:
    """Return the statement for the path, the depth and the number of children of a page."""
    return Statement(tree.pages().filter(pk=PK).values_list("path", "depth", "numchild"))


@lru_cache(maxsize=MAX_STATEMENTS)
def list_statement(form: Form) -> Statement:
    """Return the statement for `COLUMNS` and the value by which the list is sorted.

    If the value is a stored one, the changes that are pending stand before it.
    """
    within = Within(
        [FIRST_ID - number for number in range(form.ids)],
        Page(pk=PARENT_PK, path=PARENT_PATH, depth=form.parent) if form.parent else None,
        Page(pk=ANCESTOR_PK, path=ANCESTOR_PATH, depth=form.ancestor) if form.ancestor else None,
    )
    pages = within.filter(form.tree.pages())
    if form.candidates:
        pages = among_candidates(pages, form)
    pages = _of_types(pages, form)
    if form.locales:
        pages = pages.filter(locale__language_code__in=form.locales)
    now = f"{TABLE}.live AND ({TABLE}.expire_at IS NULL OR {TABLE}.expire_at > %s)"
    is_live = RawSQL(now, [adapted_time(NOW)], output_field=BooleanField())  # noqa: S611
    rows = pages.annotate(parent_id=PARENT, is_live=is_live)
    columns = ["is_live" if each == "live" else each for each in COLUMNS]
    return Statement(_sorted(rows, form, columns)[: form.limit + 1])


def read_rows(form: Form, values: Mapping[Any, Any]) -> list[ListRow]:
    """Return the rows of a list of this form, for the values of its marks."""
    return [ListRow.of(row) for row in list_statement(form).rows(values)]


def _sorted(rows: Any, form: Form, columns: list[str]) -> Any:
    name, column = form.sort_name, ""
    if form.has_stored_values:
        rows = rows.annotate(pending=pending_changes(), **{SORT_KEY: stored_day()})
        columns, column = [*columns, "pending"], SORT_KEY
    elif is_by_declared_field(form.sort):
        rows, column = rows.annotate(**{SORT_KEY: sort_key(name, NOW)}), SORT_KEY
    # Candidates are after the cursor.
    start = Position(VALUE, PK) if form.has_cursor and not form.candidates else None
    return after(rows, form.sort, start, column).values_list(*columns, column or name)


def _of_types(pages: Any, form: Form) -> Any:
    """Filter by content types, without their index for all types or among candidates.

    SQLite would read and sort all pages by it, instead of the first ones in the list's order.
    """
    is_of_all = form.sort_name == "path" and form.types == content_types(())
    if form.candidates or is_of_all:
        return pages.alias(type_value=F("content_type_id") + 0).filter(type_value__in=form.types)
    return pages.filter(content_type__in=form.types)


def adapted_time(at: Any) -> Any:
    """Return a point in time as the database takes it."""
    return connection.ops.adapt_datetimefield_value(at)


@cached_until_change
def content_types(labels: tuple[str, ...]) -> tuple[int, ...]:
    """Return the content types of these page types and their subclasses; of all for none."""
    page_types = types_of(labels)
    models = [model for model in apps.get_models() if issubclass(model, page_types)]
    types = ContentType.objects.get_for_models(*models)
    return tuple(sorted(each.pk for each in types.values()))
