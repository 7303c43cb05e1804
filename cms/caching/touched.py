"""The keys of cached responses that changes of the log make stale.

`page-7`: the response shows page 7, or looked up whether it may. `around-7`: it shows the pages
around page 7 (those above, below and beside it, its translations). `pages-3`: it lists pages of
content type 3. `pages`, `deleted`, `files`, `topics`, `redirects`, `navigation`, `sites`,
`locales`, `search`: it depends on any of these. `any`: on anything.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.expressions import RawSQL
from wagtail.models import Page, ReferenceIndex

from cms.changes import log
from cms.changes.affected import affected
from cms.changes.models import Change, Kind
from cms.changes.watching import registry
from cms.changes.watching.showing import pages_showing
from cms.maintenance.flags import STEPLEN

MOST_SIBLINGS = 25
"""Pages on either side that responses show beside a page."""
MOST_NAMED, MOST_PAGES = 40, 400
"""Pages that changes name, and those with all that is below; more drop every response."""
TABLE = Page._meta.db_table
Keys = frozenset[str]
Select = tuple[str, list[Any]]
"""A statement and its values."""
ANY = "any"
"""Touched by each change."""
ANY_PAGE = frozenset({"pages", "files"})
OF_OBJECTS: dict[str, Keys] = {
    Kind.NAVIGATION: frozenset({"navigation"}),
    Kind.REDIRECT: frozenset({"redirects"}),
    Kind.TOPIC: frozenset({"topics", "pages", "search"}),
    Kind.RECORD: frozenset({"pages", "search"}),
    Kind.MEDIA: frozenset({"files"}),
}
NEEDS_NO_ID = {Kind.NAVIGATION, Kind.REDIRECT}
FILES = {"image", "document"}


class _Row(NamedTuple):
    pk: int
    path: str
    depth: int
    translation_key: Any
    show_in_menus: bool
    expire_at: Any
    content_type_id: int


def touched(changes: Sequence[Change]) -> Keys | None:
    """Return the keys of the responses that may differ after these changes; None for all.

    A handful of queries, however many pages changed.
    """
    keys = {ANY}
    of_pages: list[Change] = []
    for change in changes:
        if change.object_type:
            found = _of_object(change)
            if found is None:
                return None
            keys |= found
        elif change.kind == Kind.STEERING:
            keys.add("search")
        elif change.page_id is None:
            return None
        else:
            of_pages.append(change)
    if of_pages:
        found = _of_pages(of_pages)
        if found is None:
            return None
        keys |= found
    return frozenset(keys)


def _of_object(change: Change) -> Keys | None:
    kind = Kind(change.kind)
    if kind not in OF_OBJECTS or (change.object_id is None and kind not in NEEDS_NO_ID):
        return None
    if kind is Kind.MEDIA:
        if change.object_type not in FILES:  # a collection, and with it any file
            return None
        return OF_OBJECTS[kind] | {f"{change.object_type}-{change.object_id}"}
    return OF_OBJECTS[kind]


def _of_pages(changes: Sequence[Change]) -> Keys | None:
    named = log.pages(changes)
    pages = [*islice(affected(changes), MOST_PAGES + 1)]
    if len(named) > MOST_NAMED or len(pages) > MOST_PAGES:
        return None
    rows = list(map(_Row._make, Page.objects.filter(pk__in=pages).values_list(*_Row._fields)))
    linking = referring(pages)
    if linking is None:
        return None
    keys = {f"page-{pk}" for pk in (*pages, *linking)} | ANY_PAGE
    keys |= {f"pages-{row.content_type_id}" for row in rows}
    if len(rows) < len(pages):
        keys.add("deleted")
    keys |= {f"around-{pk}" for pk in _nearby(rows, [row for row in rows if row.pk in named])}
    # An alias has its source's address, and where the source is withheld its notice.
    aliases = Page.objects.filter(alias_of__in=pages).values_list("pk", flat=True)
    keys |= {f"page-{pk}" for pk in aliases}
    if any(row.depth <= 2 for row in rows if row.pk in named):  # the root of a language
        keys |= {"locales", "sites", "navigation"}
    if any(row.show_in_menus and row.expire_at for row in rows):  # it may have expired before
        keys.add("navigation")
    return frozenset(keys)


def siblings_near(path: str) -> list[Select]:
    """Return statements for the ids of published pages beside a page, on either side of it."""
    parent = path[:-STEPLEN]
    return [
        level(parent, "DESC", MOST_SIBLINGS, end=path),
        level(parent, "ASC", MOST_SIBLINGS, start=path),
    ]


def level(parent: str, order: str, most: int, start: str = "", end: str = "") -> Select:
    """Return a statement for the ids of published pages directly below a path.

    They lie behind `start`, or before `end`. One bound on either side: of two, SQLite may begin at
    the wider one, and read every sibling.
    """
    _, last = Page._get_children_path_interval(parent)
    return (
        f"SELECT id FROM (SELECT id FROM {TABLE} WHERE path > %s AND path < %s"  # noqa: S608
        f" AND depth = %s AND live ORDER BY path {order} LIMIT {most}) AS level",
        [start or parent, end or last + "Z", len(parent) // STEPLEN + 1],
    )


def _nearby(rows: Iterable[_Row], named: Iterable[_Row]) -> set[int]:
    """Return the pages around which these may be shown now: their parents, siblings, twins."""
    selects: list[Select] = []
    keys = Page._meta.get_field("translation_key")
    twins = [keys.get_db_prep_value(row.translation_key, connection) for row in rows]
    if twins:
        marks = ", ".join(["%s"] * len(twins))
        selects.append((f"SELECT id FROM {TABLE} WHERE translation_key IN ({marks})", twins))  # noqa: S608
    for row in named:
        parent = row.path[:-STEPLEN]
        selects.append((f"SELECT id FROM {TABLE} WHERE path = %s", [parent]))  # noqa: S608
        selects += siblings_near(row.path)
    if not selects:
        return set()
    union = " UNION ".join(sql for sql, _ in selects)
    near = RawSQL(union, [each for _, values in selects for each in values])  # noqa: S611
    return set(Page.objects.filter(pk__in=near).values_list("pk", flat=True))


def referring(pages: Sequence[int]) -> set[int] | None:
    """Return the pages that link to these, or that show a record which does; None for any page.

    A record that no page shows, such as a site's settings, may be shown everywhere.
    """
    page_type = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(
        to_content_type=page_type, to_object_id__in=list(map(str, pages))
    )
    found: set[int] = set()
    for type_id, key in set(rows.values_list("base_content_type_id", "object_id")):
        if type_id == page_type.pk:
            found.add(int(key))
            continue
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        shown = registry.shown(model) if model else None
        if shown is None:
            continue
        if not shown.on_pages:
            return None
        found |= pages_showing(model._default_manager.filter(pk=key))
    return found
