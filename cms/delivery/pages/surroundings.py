"""The pages around whole pages, with the JSON of their stubs cached in this process.

Neighbouring pages have nearly the same siblings, so these are read in ranges of one level of the
tree, and each stub is made once. Translations are read together as well. A change drops the ranges
that show the changed pages.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic_core import to_json

from cms.caching.cache_keys import MAX_SIBLINGS, Select, level
from cms.caching.response_cache import KeyedCache
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.neighbours import (
    MAX_CHILDREN,
    TABLE,
    PageRow,
    select_rows,
    stored_key,
    visible,
)
from cms.delivery.pages.stubs import stub
from cms.maintenance.dependencies import add_page_dependencies, stubs_only
from cms.maintenance.flags import STEPLEN, paths_to

POSITIONS = 36
"""Positions of the tree whose paths differ only in the last character."""
LAST = "ZZ"
"""Sorts after the last character of a path."""
MAX_SIZE = 2**25
"""Bytes of all ranges in memory."""
ROW_SIZE = 1_000
"""Approximate bytes of a row with the JSON of its stub."""


class Rows:
    """Rows in tree order, each with the JSON of its stub, which is empty if it is not public."""

    def __init__(self, rows: Sequence[PageRow]) -> None:
        self.rows = rows
        self.ids = [each.pk for each in rows]
        self.paths = [each.path for each in rows]
        self.keys = [f"page-{each.pk}" for each in rows]
        # Without rows, nothing is read from the database.
        self._public = {each.pk for each in visible(rows)} if rows else set[int]()
        self.are_public = len(self._public) == len(rows)
        self._stubs: tuple[ServedSite, list[bytes]] | None = None

    @property
    def size(self) -> int:
        return ROW_SIZE * len(self.rows)

    def stubs(self, site: ServedSite) -> list[bytes]:
        if self._stubs is None or not _has_same_addresses(self._stubs[0], site):
            made = [
                to_json(stub(each, site)) if self._is_public(each) else b"" for each in self.rows
            ]
            self._stubs = site, made
        elif self._stubs[0] is not site:  # which takes longer to compare
            self._stubs = site, self._stubs[1]
        return self._stubs[1]

    def _is_public(self, row: PageRow) -> bool:
        return row.pk in self._public


def _has_same_addresses(one: ServedSite, other: ServedSite) -> bool:
    return one is other or (one.root_url == other.root_url and one.roots == other.roots)


class Range(NamedTuple):
    """A cache key: the pages above the children of a page, its first children, siblings, or pages
    that are translations of each other.

    `path` is that of the page, the common beginning of the paths of the siblings, or the
    translation key.
    """

    kind: str
    path: str
    page: str = ""
    """The id of the page whose children are read."""


class Shown(NamedTuple):
    """Public pages in tree order: their surrogate keys and the JSON of their stubs."""

    keys: list[str]
    stubs: list[bytes]


class Surroundings(NamedTuple):
    """The public pages around one page, by kind."""

    breadcrumbs: Shown
    children: Shown
    siblings: Shown
    translations: Shown
    last_child: PageRow | None
    """The last child that is shown, if there are more."""
    ids: frozenset[int]
    """The ids of these pages, and of those around the page that are not public."""


_cache: KeyedCache[Rows] = KeyedCache(MAX_SIZE)
NO_ROWS = Rows(())


class NearbyRows(NamedTuple):
    """The published pages around one page, by kind."""

    pk: int
    ranges: Mapping[str, Rows]

    @property
    def translations(self) -> list[PageRow]:
        """Return the translations of the page, without aliases."""
        return [row for row in self.ranges["translations"].rows if row.pk != self.pk]


def surroundings_of(pages: Sequence[PageRow], site: ServedSite) -> dict[int, Surroundings]:
    """Return the surroundings of published pages by page id; at most one query."""
    with stubs_only():
        nearby = around(pages)
        return {page.pk: _surroundings(page, site, nearby[page.pk].ranges) for page in pages}


def around(pages: Sequence[PageRow]) -> dict[int, NearbyRows]:
    """Return the rows around published pages by page id, whether public or not.

    One query, or none if all of them are cached.
    """
    version = _cache.version()
    ranges = {page.pk: _ranges(page) for page in pages}
    rows_by_range: dict[Range, Rows] = {}
    missing: list[Range] = []
    for each in dict.fromkeys(each for of_page in ranges.values() for each in of_page):
        rows = _cache.get(each)
        if rows is None:
            missing.append(each)
        else:
            rows_by_range[each] = rows
    if missing:
        by_parent, by_key = _read([part for each in missing for part in _selects(each)])
        for each in missing:
            rows_by_range[each] = rows = Rows(_select(each, by_parent, by_key))
            if keys := _keys(each, rows):
                _cache.put(each, rows, version, keys)
    return {
        page.pk: NearbyRows(page.pk, {each.kind: rows_by_range[each] for each in ranges[page.pk]})
        for page in pages
    }


def _ranges(page: PageRow) -> list[Range]:
    ranges = [Range("translations", str(stored_key(page)))]
    if len(page.path) > 2 * STEPLEN:
        ranges += [Range("above", page.path[:-STEPLEN]), Range("beside", page.path[:-1])]
    if page.numchild:
        ranges.append(Range("below", page.path, str(page.pk)))
    return ranges


def _selects(part: Range) -> list[Select]:
    """Return statements for the ids of the pages of a range."""
    path = part.path
    if part.kind == "translations":
        return [(f"SELECT id FROM {TABLE} WHERE translation_key = %s", [path])]  # noqa: S608
    if part.kind == "above":
        paths = paths_to(path)[1:]
        marks = ", ".join(["%s"] * len(paths))
        return [(f"SELECT id FROM {TABLE} WHERE path IN ({marks})", [*paths])]  # noqa: S608
    if part.kind == "below":
        return [level(path, "ASC", MAX_CHILDREN + 1)]
    parent = path[: 1 - STEPLEN]
    return [
        level(parent, "DESC", MAX_SIBLINGS, end=path),
        level(parent, "ASC", POSITIONS, start=path, end=path + LAST),
        level(parent, "ASC", MAX_SIBLINGS, start=path + LAST),
    ]


type Grouped = Mapping[object, list[PageRow]]


def _read(selects: Sequence[Select]) -> tuple[Grouped, Grouped]:
    """Return the selected rows by the path of their parent, and by translation key."""
    by_parent: Grouped = defaultdict(list)
    by_key: Grouped = defaultdict(list)
    union = " UNION ".join(sql for sql, _ in selects)
    values = [each for _, values in selects for each in values]
    for row in select_rows(f"{TABLE}.id IN ({union}) AND live", values):
        by_parent[row.path[:-STEPLEN]].append(row)
        by_key[str(row.translation_key)].append(row)
    return by_parent, by_key


def _select(part: Range, by_parent: Grouped, by_key: Grouped) -> list[PageRow]:
    """Return the rows of a range among those of several ranges."""
    path = part.path
    if part.kind == "translations":
        return [row for row in by_key[path] if row.alias_of_id is None]
    if part.kind == "above":
        steps = paths_to(path)[1:]
        return [row for step in steps for row in by_parent[step[:-STEPLEN]] if row.path == step]
    if part.kind == "below":
        return by_parent[path][: MAX_CHILDREN + 1]
    rows = by_parent[path[: 1 - STEPLEN]]
    paths = [each.path for each in rows]
    first, end = bisect_left(paths, path), bisect_left(paths, path + LAST)
    return rows[max(0, first - MAX_SIBLINGS) : end + MAX_SIBLINGS]


def _keys(part: Range, rows: Rows) -> list[str]:
    """Return the keys that changes touch if they change the pages of a range, or add one.

    There are none below an unpublished page, whose publication touches only the pages below it.
    """
    stubs = [f"stub-{pk}" for pk in rows.ids]
    if part.kind == "below":
        return [*stubs, f"around-{part.page}"]
    if part.kind in {"beside", "translations"}:
        return [*stubs, *(f"around-{pk}" for pk in rows.ids)]
    return stubs if part.path in rows.paths else []


def _surroundings(page: PageRow, site: ServedSite, ranges: Mapping[str, Rows]) -> Surroundings:
    above, beside, below = (ranges.get(kind, NO_ROWS) for kind in ("above", "beside", "below"))
    same = ranges["translations"]
    own = same.ids.index(page.pk) if page.pk in same.ids else len(same.ids)
    place = bisect_left(beside.paths, page.path)
    after = place + (beside.paths[place : place + 1] == [page.path])
    before = slice(max(0, place - MAX_SIBLINGS), place)
    keys, stubs = _shown(below, site, slice(None))
    has_more = len(keys) > MAX_CHILDREN
    siblings = (*beside.ids[before], *beside.ids[after : after + MAX_SIBLINGS])
    return Surroundings(
        _shown(above, site, slice(None)),
        Shown(keys[:MAX_CHILDREN], stubs[:MAX_CHILDREN]),
        _shown(beside, site, before, slice(after, after + MAX_SIBLINGS)),
        _shown(same, site, slice(own), slice(own + 1, None)),
        below.rows[below.keys.index(keys[MAX_CHILDREN - 1])] if has_more else None,
        frozenset((*above.ids, *below.ids, *siblings, *same.ids)) - {page.pk},
    )


def _shown(rows: Rows, site: ServedSite, *parts: slice) -> Shown:
    shown, stubs = Shown([], []), rows.stubs(site)
    for part in parts:
        add_page_dependencies(rows.ids[part])
        if rows.are_public:
            shown.keys.extend(rows.keys[part])
            shown.stubs.extend(stubs[part])
            continue
        for key, json in zip(rows.keys[part], stubs[part], strict=True):
            if json:
                shown.keys.append(key)
                shown.stubs.append(json)
    return shown
