"""Rows of pages, and the neighbours of many pages in one query.

The statements are raw SQL, because the ORM takes longer to build them than the database to run
them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db import connection
from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.caching.cache_keys import MAX_SIBLINGS, Select, level, siblings_near
from cms.maintenance.flags import STEPLEN
from cms.maintenance.register import register
from cms.maintenance.state import Notice, PublicState, public_state
from cms.maintenance.state import visible as public_pages

MAX_CHILDREN = 100
MAX_ID = 2**63 - 1  # SQLite refuses larger numbers
TABLE = Page._meta.db_table
KINDS = ("breadcrumbs", "children", "siblings", "translations")


class PageRow(NamedTuple):
    """The columns of a page that its stub and its public state depend on."""

    pk: int
    content_type_id: int
    title: str
    path: str
    url_path: str
    live: bool
    expire_at: datetime | None
    alias_of_id: int | None
    translation_key: object
    language_code: str
    numchild: int
    parent_id: int | None


Neighbours = dict[str, dict[int, list[PageRow]]]
"""Neighbours by kind and page id."""


COLUMNS = [*PageRow._fields]
COLUMNS[COLUMNS.index("language_code")] = "locale__language_code"
# The published parent, which the database finds by the unique index on `path`.
ABOVE = (
    f"SELECT above.id FROM {TABLE} above WHERE above.path ="  # noqa: S608
    f" substr({TABLE}.path, 1, length({TABLE}.path) - {STEPLEN}) AND above.depth > 1 AND above.live"
)
PARENT = RawSQL(ABOVE, [], output_field=BigIntegerField())  # noqa: S611
STATEMENT = (
    f"SELECT {TABLE}.id, content_type_id, title, path, url_path,"  # noqa: S608
    " live AND (expire_at IS NULL OR expire_at > %s), alias_of_id, translation_key,"
    f" language.language_code, {TABLE}.numchild, ({ABOVE}) FROM {TABLE}"
    f" JOIN {Locale._meta.db_table} language ON language.id = locale_id WHERE "
)


def page_rows(pages: "QuerySet[Page]") -> list[PageRow]:
    """Return the rows of these pages; one query."""
    rows = pages.annotate(parent_id=PARENT).values_list(*COLUMNS)
    return list(map(PageRow._make, rows))


def select_rows(condition: str, values: Sequence[Any]) -> list[PageRow]:
    """Return the rows of the pages that an SQL condition selects, in tree order.

    `live` is false for expired pages. `values` are the parameters of the condition.
    """
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"{STATEMENT}{condition} ORDER BY path", [at, *values])
        rows = cursor.fetchall()
    return [PageRow._make((*row[:5], bool(row[5]), None, *row[6:])) for row in rows]


def rows_with_ids(ids: Collection[int]) -> list[PageRow]:
    """Return the rows of the pages with these ids; no query if there are none."""
    possible = [pk for pk in ids if pk <= MAX_ID]
    return select_rows(_with_ids(possible), possible) if possible else []


def live_rows(ids: Collection[int]) -> list[PageRow]:
    """Return the rows of the published pages with these ids, expired ones included."""
    return select_rows(f"{_with_ids(ids)} AND {TABLE}.live", [*ids]) if ids else []


def _with_ids(ids: Collection[int]) -> str:
    return f"{TABLE}.id IN ({', '.join(['%s'] * len(ids))})"


def parent_of(page: Page | PageRow) -> int | None:
    """Return the id of the published parent; one query for a page that was read without it."""
    if isinstance(page, PageRow):
        return page.parent_id
    if "parent_id" in vars(page):
        annotated: int | None = vars(page)["parent_id"]
        return annotated
    parent = page.get_parent() if page.path and page.depth > 2 else None
    return parent.pk if parent and parent.live else None


def language_of(page: Page | PageRow) -> str:
    """Return the language code of a page."""
    return page.language_code if isinstance(page, PageRow) else page.locale.language_code


def state_of(page: Page | PageRow, at: datetime | None = None) -> PublicState:
    return public_state(cast(Page, page), at)


def visible(pages: Iterable[PageRow]) -> list[PageRow]:
    """Return the pages that the public may see, with content or under a notice; no query."""
    return cast(list[PageRow], public_pages(cast(Iterable[Page], pages)))


def is_withheld(page: Page | PageRow) -> bool:
    """Return whether a notice replaces the content of the page; no query."""
    return bool(register.snapshot().flags) and isinstance(state_of(page), Notice)


def neighbours_of(
    pages: Sequence[Page | PageRow], kinds: Collection[str], *, drafts: bool = False
) -> Neighbours:
    """Return the visible neighbours of pages by kind and page id, in tree order.

    `kinds` are some of `KINDS`; other names are ignored. With `drafts`, `breadcrumbs` include
    unpublished pages.
    """
    kinds = [kind for kind in KINDS if kind in kinds]
    selects = [part for kind in kinds for page in pages for part in SELECTS[kind](page)]
    if not selects:
        return {}
    union = " UNION ".join(sql for sql, _ in selects)
    condition = f"{TABLE}.id IN ({union})" + ("" if drafts else " AND live")
    rows = select_rows(condition, [each for _, values in selects for each in values])
    public_rows = visible(rows)
    by_path = {each.path: each for each in (rows if drafts else public_rows)}
    by_parent, by_key = defaultdict(list), defaultdict(list)
    for each in rows:
        if each.live or not drafts:
            by_parent[each.path[:-STEPLEN]].append(each)
    for each in public_rows:
        by_key[each.translation_key].append(each)
    public = {each.pk for each in public_rows}
    payload: Neighbours = {kind: {} for kind in kinds}
    for page in pages:
        by_kind = {
            "breadcrumbs": [by_path[step] for step in ancestor_paths(page) if step in by_path],
            "children": _among(by_parent[page.path][: MAX_CHILDREN + 1], public),
            "siblings": _among(nearest_siblings(page, by_parent[page.path[:-STEPLEN]]), public),
            "translations": translated(page, by_key[stored_key(page)]),
        }
        for kind, by_page in payload.items():
            by_page[page.pk] = by_kind[kind]
    return payload


def stored_key(page: Page | PageRow) -> Any:
    """Return the translation key of a page in the form of the database's column."""
    field: Any = Page._meta.get_field("translation_key")
    return field.get_db_prep_value(page.translation_key, connection)


def translated(page: Page | PageRow, rows: Iterable[PageRow]) -> list[PageRow]:
    """Return the translations of a page without aliases, which show the content of their source."""
    return [each for each in rows if each.pk != page.pk and each.alias_of_id is None]


def ancestor_paths(page: Page | PageRow) -> list[str]:
    """Return the tree paths of the ancestors, from the site's root down."""
    return [page.path[:end] for end in range(2 * STEPLEN, len(page.path), STEPLEN)]


def nearest_siblings(page: Page | PageRow, level: list[PageRow]) -> list[PageRow]:
    """Return the siblings on each side of a page among the rows of its level, in tree order."""
    if len(page.path) <= 2 * STEPLEN:  # the root page of a language
        return []
    before = [each for each in level if each.path < page.path]
    after = [each for each in level if each.path > page.path]
    return before[-MAX_SIBLINGS:] + after[:MAX_SIBLINGS]


def _among(rows: Iterable[PageRow], public: Container[int]) -> list[PageRow]:
    return [each for each in rows if each.pk in public]


def _ancestors(page: Page | PageRow) -> list[Select]:
    paths = ancestor_paths(page)
    marks = ", ".join(["%s"] * len(paths))
    return [(f"SELECT id FROM {TABLE} WHERE path IN ({marks})", paths)] if marks else []  # noqa: S608


def _siblings(page: Page | PageRow) -> list[Select]:
    return siblings_near(page.path) if len(page.path) > 2 * STEPLEN else []


def _translations(page: Page | PageRow) -> list[Select]:
    return [(f"SELECT id FROM {TABLE} WHERE translation_key = %s", [stored_key(page)])]  # noqa: S608


SELECTS: dict[str, Callable[[Page | PageRow], list[Select]]] = {
    "breadcrumbs": _ancestors,
    "children": lambda page: [level(page.path, "ASC", MAX_CHILDREN + 1)],
    "siblings": _siblings,
    "translations": _translations,
}
