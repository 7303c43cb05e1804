"""Pages around others in the tree, read for many pages at once, in one query.

Statements on the way to a page are written by hand: the ORM takes longer to put them together
than a database to answer them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db import connection
from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.caching.touched import MAX_SIBLINGS, Select, level, siblings_near
from cms.maintenance.flags import STEPLEN
from cms.maintenance.register import register
from cms.maintenance.state import Notice, PublicState, public_state
from cms.maintenance.state import visible as public_pages

MAX_CHILDREN = 100
MAX_ID = 2**63 - 1  # SQLite refuses larger numbers
TABLE = Page._meta.db_table
KINDS = ("breadcrumbs", "children", "siblings", "translations")


class Neighbour(NamedTuple):
    """The columns of a page that its stub and its public state need."""

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
    parent_id: int | None


Around = dict[str, dict[int, list[Neighbour]]]


COLUMNS = [*Neighbour._fields]
COLUMNS[COLUMNS.index("language_code")] = "locale__language_code"
# The page above, if it is published. The database finds it by the unique index on `path`.
ABOVE = (
    f"SELECT above.id FROM {TABLE} above WHERE above.path ="  # noqa: S608
    f" substr({TABLE}.path, 1, length({TABLE}.path) - {STEPLEN}) AND above.depth > 1 AND above.live"
)
PARENT = RawSQL(ABOVE, [], output_field=BigIntegerField())  # noqa: S611
STATEMENT = (
    f"SELECT {TABLE}.id, content_type_id, title, path, url_path,"  # noqa: S608
    " live AND (expire_at IS NULL OR expire_at > %s), alias_of_id, translation_key,"
    f" language.language_code, ({ABOVE}) FROM {TABLE}"
    f" JOIN {Locale._meta.db_table} language ON language.id = locale_id WHERE "
)


def neighbours(pages: "QuerySet[Page]") -> list[Neighbour]:
    """Return what stubs need of these pages, in one query."""
    rows = pages.annotate(parent_id=PARENT).values_list(*COLUMNS)
    return list(map(Neighbour._make, rows))


def read_neighbours(condition: str, values: Sequence[Any]) -> list[Neighbour]:
    """Return what stubs need of the pages that an SQL condition selects, in the tree's order.

    `live` is false for what has expired. Values of the condition stand for `%s` in it.
    """
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"{STATEMENT}{condition} ORDER BY path", [at, *values])
        rows = cursor.fetchall()
    return [Neighbour._make((*row[:5], bool(row[5]), None, *row[6:])) for row in rows]


def with_ids(ids: Collection[int]) -> list[Neighbour]:
    """Return what stubs need of the pages with these ids; no query for none."""
    possible = [pk for pk in ids if pk <= MAX_ID]
    if not possible:
        return []
    return read_neighbours(f"{TABLE}.id IN ({', '.join(['%s'] * len(possible))})", possible)


def neighbour(page: Page) -> Neighbour:
    """Return what stubs need of a page that was read with its locale and `PARENT`."""
    values = {name: getattr(page, name) for name in Neighbour._fields if name != "language_code"}
    return Neighbour(**values, language_code=page.locale.language_code)


def parent_of(page: Page | Neighbour) -> int | None:
    """Return the id of the published page above; a query for a page that was read without it."""
    if isinstance(page, Neighbour):
        return page.parent_id
    if "parent_id" in vars(page):
        annotated: int | None = vars(page)["parent_id"]
        return annotated
    parent = page.get_parent() if page.path and page.depth > 2 else None
    return parent.pk if parent and parent.live else None


def language_of(page: Page | Neighbour) -> str:
    """Return the language code of a page."""
    return page.language_code if isinstance(page, Neighbour) else page.locale.language_code


def state_of(page: Page | Neighbour, at: datetime | None = None) -> PublicState:
    return public_state(cast(Page, page), at)


def visible(pages: Iterable[Neighbour]) -> list[Neighbour]:
    """Return the pages the public may know of, with content or under a notice; no query."""
    return cast(list[Neighbour], public_pages(cast(Iterable[Page], pages)))


def is_withheld(page: Page | Neighbour) -> bool:
    """Return whether a notice stands in the place of the page's content; no query."""
    return bool(register.snapshot().flags) and isinstance(state_of(page), Notice)


def around(
    pages: Sequence[Page | Neighbour], wanted: Collection[str], *, drafts: bool = False
) -> Around:
    """Return for each wanted kind, by page id, what the public may know of, in the tree's order.

    With `drafts` the way down to a page (`breadcrumbs`) has its unpublished steps, too.
    """
    kinds = [kind for kind in KINDS if kind in wanted]
    selects = [part for kind in kinds for page in pages for part in SELECTS[kind](page)]
    if not selects:
        return {}
    union = " UNION ".join(sql for sql, _ in selects)
    condition = f"{TABLE}.id IN ({union})" + ("" if drafts else " AND live")
    nearby = read_neighbours(condition, [each for _, values in selects for each in values])
    found = visible(nearby)
    by_path = {each.path: each for each in (nearby if drafts else found)}
    by_parent, by_key = defaultdict(list), defaultdict(list)
    for each in found:
        by_parent[each.path[:-STEPLEN]].append(each)
        by_key[each.translation_key].append(each)
    payload: Around = {kind: {} for kind in kinds}
    for page in pages:
        readings = {
            "breadcrumbs": [by_path[step] for step in _above(page) if step in by_path],
            "children": by_parent[page.path][: MAX_CHILDREN + 1],
            "siblings": _beside(page, by_parent[page.path[:-STEPLEN]]),
            "translations": _translated(page, by_key[_stored_key(page)]),
        }
        for kind, reading in payload.items():
            reading[page.pk] = readings[kind]
    return payload


def _stored_key(page: Page | Neighbour) -> Any:
    """Return the page's translation key as the database gives it to a statement by hand."""
    field: Any = Page._meta.get_field("translation_key")
    return field.get_db_prep_value(page.translation_key, connection)


def _translated(page: Page | Neighbour, same: Iterable[Neighbour]) -> list[Neighbour]:
    """Leave out aliases in other languages: they show the content of their source."""
    return [each for each in same if each.pk != page.pk and each.alias_of_id is None]


def _above(page: Page | Neighbour) -> list[str]:
    """Paths from the site's root down, without the page itself."""
    return [page.path[:end] for end in range(2 * STEPLEN, len(page.path), STEPLEN)]


def _beside(page: Page | Neighbour, level: list[Neighbour]) -> list[Neighbour]:
    before = [each for each in level if each.path < page.path]
    after = [each for each in level if each.path > page.path]
    return before[-MAX_SIBLINGS:] + after[:MAX_SIBLINGS]


def _ancestors(page: Page | Neighbour) -> list[Select]:
    marks = ", ".join(["%s"] * len(_above(page)))
    return [(f"SELECT id FROM {TABLE} WHERE path IN ({marks})", _above(page))] if marks else []  # noqa: S608


def _siblings(page: Page | Neighbour) -> list[Select]:
    return siblings_near(page.path) if len(page.path) > 2 * STEPLEN else []


def _translations(page: Page | Neighbour) -> list[Select]:
    return [(f"SELECT id FROM {TABLE} WHERE translation_key = %s", [_stored_key(page)])]  # noqa: S608


SELECTS: dict[str, Callable[[Page | Neighbour], list[Select]]] = {
    "breadcrumbs": _ancestors,
    "children": lambda page: [level(page.path, "ASC", MAX_CHILDREN + 1)],
    "siblings": _siblings,
    "translations": _translations,
}
