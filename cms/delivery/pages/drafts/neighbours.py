"""Children and siblings of drafts, which are drafts as well."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models.expressions import RawSQL
from wagtail.models import Page

from cms.caching.cache_keys import level, siblings_near
from cms.content.page import BasePage
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.drafts.revisions import draft_rows
from cms.delivery.pages.neighbours import MAX_CHILDREN, PageRow, nearest_siblings
from cms.delivery.pages.serializer import children_next
from cms.delivery.pages.stubs import Json, stub
from cms.maintenance.flags import STEPLEN

KINDS = ("children", "siblings")


def add_draft_neighbours(
    items: Sequence[Json], drafts: Sequence[BasePage], site: ServedSite, expanded: Collection[str]
) -> None:
    """Put the latest drafts into the `children` and `siblings` of drafts, in place; one query.

    In the `expanded` kinds, public pages stay as they are.
    """
    by_id = {item["id"]: item for item in items}
    kinds = [kind for kind in KINDS if any(kind in item for item in items)]
    if not kinds:
        return
    levels = _levels(drafts, kinds)
    for draft in drafts:
        item = by_id[draft.pk]
        rows = {
            "children": levels[draft.path][: MAX_CHILDREN + 1],
            "siblings": nearest_siblings(draft, levels[draft.path[:-STEPLEN]]),
        }
        for kind in kinds:
            public = {each["id"]: each for each in item[kind]} if kind in expanded else {}
            shown = rows[kind][:MAX_CHILDREN]
            item[kind] = [
                public.get(row.pk) or stub(row, site) | {"state": "draft"} for row in shown
            ]
        if "children" in kinds:
            has_more = len(rows["children"]) > MAX_CHILDREN
            last = rows["children"][MAX_CHILDREN - 1] if has_more else None
            item["children_next"] = last and children_next(site, draft, last, drafts=True)


def _levels(drafts: Sequence[BasePage], kinds: Collection[str]) -> dict[str, list[PageRow]]:
    """Return the rows below and beside drafts in tree order, by the path of their parent."""
    selects = []
    for draft in drafts:
        if "children" in kinds:
            selects.append(level(draft.path, "ASC", MAX_CHILDREN + 1, drafts=True))
        if "siblings" in kinds and len(draft.path) > 2 * STEPLEN:
            selects += siblings_near(draft.path, drafts=True)
    rows_by_parent = defaultdict[str, list[PageRow]](list)
    if selects:
        union = " UNION ".join(sql for sql, _ in selects)
        ids = RawSQL(union, [each for _, values in selects for each in values])  # noqa: S611
        for row in draft_rows(Page.objects.filter(pk__in=ids).order_by("path")):
            rows_by_parent[row.path[:-STEPLEN]].append(row)
    return rows_by_parent
