"""The list of pages, with filters, sort orders and cursors."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from pydantic_core import to_json
from wagtail.models import Page

from cms.delivery.http.responses import answer_json
from cms.delivery.http.served_site import ServedSite
from cms.delivery.http.surrogate_keys import keys, neighbour_keys
from cms.delivery.pages.declared import read_filters
from cms.delivery.pages.expansion import expansion
from cms.delivery.pages.fallback import mark_fallbacks
from cms.delivery.pages.lists.filters import filtered
from cms.delivery.pages.lists.parameters import ListParameters
from cms.delivery.pages.lists.prepared import is_usual, usual_rows
from cms.delivery.pages.lists.rows import is_by_declared_field, rows_in_order
from cms.delivery.pages.neighbours import PageRow, state_of, visible
from cms.delivery.pages.richtext import add_trees
from cms.delivery.pages.schema import detail_fields
from cms.delivery.pages.serializer import serialize
from cms.delivery.pages.stubs import stub
from cms.delivery.pages.whole import are_joinable, cached_whole_pages
from cms.maintenance.restricted import restricted_pages_included
from cms.maintenance.state import Content
from cms.media.draft_links import sign_files

if TYPE_CHECKING:
    from django.db.models import QuerySet


class _Item(NamedTuple):
    """An item as JSON, with the surrogate keys of what it shows, and of the pages around it."""

    content: bytes
    shown: Iterable[str]
    around: Iterable[str]


def list_pages(request: HttpRequest, site: ServedSite, params: ListParameters) -> HttpResponse:
    """Return one part of the list: `items`, `next` and `total`.

    Sorted by the chosen field, then by id.
    """
    filters = [*read_filters(vars(params))]
    total = None
    rows = usual_rows(site, params) if is_usual(params) and not filters else None
    if rows is None:
        pages = filtered(site, params, filters)
        rows = rows_in_order(pages, params)
        total = _count(pages) if params.total else None
    part = rows[: params.limit]
    if filters or params.topic:
        part = [row for row in part if _is_content(row.page)]
    elif is_by_declared_field(params.sort):
        # The sort value is null only for withheld pages and their direct aliases, not for aliases
        # of those, and the public must not learn the value of a withheld page.
        part = [row for row in part if row.value is None or _is_content(row.page)]
    items = _items(visible(row.page for row in part), site, params)
    next_cursor = rows[params.limit - 1].cursor(params.sort) if len(rows) > params.limit else None
    following = {"next": next_cursor and next_url(request, next_cursor), "total": total}
    content = b",".join(each.content for each in items)
    return answer_json(
        b'{"items":[' + content + b"]," + to_json(following)[1:],
        [
            "pages",
            *(key for each in items for key in each.shown),
            *(key for each in items for key in each.around),
        ],
        is_cacheable=True,
    )


def _items(pages: Sequence[PageRow], site: ServedSite, params: ListParameters) -> list[_Item]:
    """Return the pages as stubs or with the requested fields, joined from documents if possible."""
    fields, expanded = params.fields, expansion(params)
    if "*" in fields:
        fields = detail_fields()
    is_whole = "*" in params.fields and are_joinable(params) and not params.fallback
    joined = cached_whole_pages(pages, site) if is_whole else {}
    others = [page for page in pages if page.pk not in joined]
    if fields or params.expand:
        payloads = serialize(others, fields, site, expanded, use_documents=not is_whole)
        if restricted_pages_included():
            sign_files(payloads)
        if params.rich_text == "tree":
            add_trees(payloads)
    else:
        payloads = [stub(page, site) for page in others]
    if params.fallback:
        mark_fallbacks(payloads, params.locale[0])
    items = {
        each["id"]: _Item(to_json(each), keys(each), neighbour_keys(each)) for each in payloads
    }
    for pk, whole in joined.items():
        items[pk] = _Item(whole.content, whole.shown, [f"around-{pk}"])
    return [items[page.pk] for page in pages if page.pk in items]


def _is_content(page: PageRow) -> bool:
    return isinstance(state_of(page), Content)


def _count(pages: "QuerySet[Page]") -> int:
    return pages.filter(Q(expire_at=None) | Q(expire_at__gt=timezone.now())).count()


def next_url(request: HttpRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
