"""The keys of the cached responses that changes make stale.

A response with the key `page-7` shows page 7, or depends on its public state; `stub-7`: it shows
only its title, address and state; `around-7`: it shows the neighbours of page 7 (parent, children,
siblings, translations); `pages-3`: it lists pages of
content type 3; `pages`, `deleted`, `files`, `topics`, `redirects`, `navigation`, `sites`,
`locales`, `search`: it depends on any of these; `any`: every change makes it stale.
"""

from collections.abc import Collection, Iterable, Sequence
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

MAX_SIBLINGS = 25
"""The number of siblings on each side that responses show."""
MAX_CHANGED_PAGES, MAX_AFFECTED_PAGES = 40, 400
"""Limits of one call: changed pages, and these with all pages below; above, all is stale."""
TABLE = Page._meta.db_table
Keys = frozenset[str]
Select = tuple[str, list[Any]]
"""An SQL statement and its parameters."""
ANY = "any"
"""The key that every change invalidates."""
ANY_PAGE = frozenset({"pages", "files"})
OBJECT_KEYS: dict[str, Keys] = {
    Kind.NAVIGATION: frozenset({"navigation"}),
    Kind.REDIRECT: frozenset({"redirects"}),
    Kind.TOPIC: frozenset({"topics", "pages", "search"}),
    Kind.RECORD: frozenset({"pages", "search"}),
    Kind.MEDIA: frozenset({"files"}),
}
KINDS_WITHOUT_ID = {Kind.NAVIGATION, Kind.REDIRECT}
FILES = {"image", "document"}


def stub_key(page_key: str) -> str:
    """Return the key of a page's stub, `stub-7` for `page-7`."""
    return page_key.replace("page", "stub", 1)


class _Row(NamedTuple):
    pk: int
    path: str
    depth: int
    translation_key: Any
    show_in_menus: bool
    expire_at: Any
    content_type_id: int


def invalidated_keys(changes: Sequence[Change]) -> Keys | None:
    """Return the keys that these changes invalidate; None for all.

    The number of queries does not depend on the number of changes.
    """
    keys = {ANY}
    page_changes: list[Change] = []
    for change in changes:
        if change.object_type:
            invalidated = _object_keys(change)
            if invalidated is None:
                return None
            keys |= invalidated
        elif change.kind == Kind.STEERING:
            keys.add("search")
        elif change.page_id is None:
            return None
        else:
            page_changes.append(change)
    if page_changes:
        invalidated = _page_keys(page_changes)
        if invalidated is None:
            return None
        keys |= invalidated
    return frozenset(keys)


def _object_keys(change: Change) -> Keys | None:
    kind = Kind(change.kind)
    if kind not in OBJECT_KEYS or (change.object_id is None and kind not in KINDS_WITHOUT_ID):
        return None
    if kind is Kind.MEDIA:
        if change.object_type not in FILES:  # a collection changes any of its files
            return None
        return OBJECT_KEYS[kind] | {f"{change.object_type}-{change.object_id}"}
    return OBJECT_KEYS[kind]


def _page_keys(changes: Sequence[Change]) -> Keys | None:
    changed = log.pages(changes)
    if len(changed) > MAX_CHANGED_PAGES:
        return None
    pages = [*islice(affected(changes), MAX_AFFECTED_PAGES + 1)]
    if len(pages) > MAX_AFFECTED_PAGES:
        return None
    rows = list(map(_Row._make, Page.objects.filter(pk__in=pages).values_list(*_Row._fields)))
    restated = restated_pages(changes, pages)
    linking = referring(pages, restated)
    if linking is None:
        return None
    keys = {f"page-{pk}" for pk in (*pages, *linking)} | ANY_PAGE
    keys |= {f"stub-{pk}" for pk in restated}
    keys |= {f"pages-{row.content_type_id}" for row in rows}
    if len(rows) < len(pages):
        keys.add("deleted")
    restated_rows = [row for row in rows if row.pk in restated]
    moved = [row for row in restated_rows if row.pk in changed]
    keys |= {f"around-{pk}" for pk in _neighbours(restated_rows, moved)}
    # An alias has the canonical URL of its source, and its notice if it is under maintenance.
    aliases = Page.objects.filter(alias_of__in=pages).values_list("pk", flat=True)
    keys |= {f"page-{pk}" for pk in aliases}
    if any(row.depth <= 2 for row in rows if row.pk in changed):  # a language root
        keys |= {"locales", "sites", "navigation"}
    if any(row.show_in_menus and row.expire_at for row in rows):  # it may have expired before
        keys.add("navigation")
    return frozenset(keys)


def restated_pages(changes: Sequence[Change], pages: Iterable[int]) -> set[int]:
    """Return those of the affected pages whose title, address or state may have changed."""
    others = [change for change in changes if not change.content_only]
    return {*(pages if len(others) == len(changes) else affected(others))}


def siblings_near(path: str, *, drafts: bool = False) -> list[Select]:
    """Return statements for the ids of the siblings on each side of a page, as for `level`."""
    parent = path[:-STEPLEN]
    return [
        level(parent, "DESC", MAX_SIBLINGS, end=path, drafts=drafts),
        level(parent, "ASC", MAX_SIBLINGS, start=path, drafts=drafts),
    ]


def level(
    parent: str, order: str, limit: int, start: str = "", end: str = "", *, drafts: bool = False
) -> Select:
    """Return a statement for the ids of published children of a path, or of all with `drafts`.

    They are after the path `start`, or before the path `end`. There is one bound on each side,
    because with two SQLite may choose the wider one and read every sibling.
    """
    _, last = Page._get_children_path_interval(parent)
    live = "" if drafts else " AND live"
    return (
        f"SELECT id FROM (SELECT id FROM {TABLE} WHERE path > %s AND path < %s"  # noqa: S608
        f" AND depth = %s{live} ORDER BY path {order} LIMIT {limit}) AS level",
        [start or parent, end or last + "Z", len(parent) // STEPLEN + 1],
    )


def _neighbours(rows: Iterable[_Row], changed: Iterable[_Row]) -> set[int]:
    """Return the ids of parents, siblings and translations, which may show these pages."""
    selects: list[Select] = []
    keys = Page._meta.get_field("translation_key")
    translation_keys = [keys.get_db_prep_value(row.translation_key, connection) for row in rows]
    if translation_keys:
        marks = ", ".join(["%s"] * len(translation_keys))
        sql = f"SELECT id FROM {TABLE} WHERE translation_key IN ({marks})"  # noqa: S608
        selects.append((sql, translation_keys))
    for row in changed:
        parent = row.path[:-STEPLEN]
        selects.append((f"SELECT id FROM {TABLE} WHERE path = %s", [parent]))  # noqa: S608
        selects += siblings_near(row.path)
    if not selects:
        return set()
    union = " UNION ".join(sql for sql, _ in selects)
    ids = RawSQL(union, [each for _, values in selects for each in values])  # noqa: S611
    return set(Page.objects.filter(pk__in=ids).values_list("pk", flat=True))


def referring(pages: Sequence[int], restated: Collection[int]) -> set[int] | None:
    """Return the ids of pages that link to these, or that show a record that does; None for all.

    A record of no particular page, such as a site's settings, may be shown on every page. It shows
    only the title and the address of a page, so only `restated` pages, whose stubs may be others,
    count.
    """
    page_type = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(
        to_content_type=page_type, to_object_id__in=list(map(str, pages))
    )
    page_ids: set[int] = set()
    columns = ("base_content_type_id", "object_id", "to_object_id")
    for type_id, key, to in set(rows.values_list(*columns)):
        if type_id == page_type.pk:
            page_ids.add(int(key))
            continue
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        declaration = registry.get_shown_model(model) if model else None
        if declaration is None:
            continue
        if not declaration.on_pages:
            if int(to) in restated:
                return None
            continue
        page_ids |= pages_showing(model._default_manager.filter(pk=key))
    return page_ids
