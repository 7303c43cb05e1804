"""What changed since a cursor: for front ends that keep copies of pages."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal

from django.http import HttpRequest
from pydantic import BaseModel
from wagtail.models import Page, Site

from cms.changes import log
from cms.changes.models import Change, Kind
from cms.changes.place import Place
from cms.delivery import parameters
from cms.delivery.problem import ProblemError, invalid
from cms.delivery.reading import stub
from cms.delivery.schema import PageStub
from cms.maintenance.state import visible

MAX_LIMIT = 100
TOO_OLD = (
    "The cursor is older than the changes that are kept, or of another database. Read all pages "
    "anew from pages/, then follow changes/ from the cursor that it gives without one."
)
Told = Literal["published", "unpublished", "moved", "deleted", "maintenance"]
UNTOLD = {Kind.STEERING, Kind.REPAIR}


class ChangeJson(BaseModel):
    """One change. With `subtree` it concerns all pages below, too; `page` is what it is now."""

    id: int
    kind: Told
    at: datetime
    subtree: bool
    page: PageStub | None


class ChangeList(BaseModel):
    """`cursor` is what to ask with next time; `next` is null once all changes were told."""

    items: list[ChangeJson]
    cursor: str
    next: str | None


def list_changes(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Changes in their order, oldest first, each with the page's present state."""
    parameters.only(request, ("cursor", "limit"))
    limit = parameters.number(request, "limit", 50, 1, MAX_LIMIT) or 50
    place = _place(parameters.text(request, "cursor"))
    try:
        changes = log.since(place, limit + 1)
    except log.PlaceLostError as error:
        raise ProblemError(HTTPStatus.GONE, TOO_OLD) from error
    read = changes[:limit]
    cursor = str(read[-1].place(place.log) if read else place)
    return {
        "items": _told(read, site),
        "cursor": cursor,
        "next": _next(request, site, cursor) if len(changes) > limit else None,
    }


def _place(cursor: str | None) -> Place:
    if cursor is None:
        return log.oldest()
    try:
        return Place.parse(cursor)
    except ValueError as error:
        raise invalid("cursor", "The cursor is not one that changes/ gave.") from error


def _told(changes: Sequence[Change], site: Site) -> list[dict[str, Any]]:
    """One query for all pages; nothing but the id is told of pages that are not public."""
    pages = Page.objects.filter(pk__in=log.pages(changes))
    inside = {page.pk: page for page in pages if page.path.startswith(site.root_page.path)}
    public = {page.pk: page for page in visible(inside.values())}
    told = []
    for change in changes:
        kind = _kind(change, public)
        elsewhere = change.page_id not in inside and kind != "deleted"
        if kind is None or change.page_id is None or elsewhere or _is_of_other(change, site):
            continue
        page = public.get(change.page_id)
        told.append(
            {
                "id": change.page_id,
                "kind": kind,
                "at": change.at,
                "subtree": change.subtree,
                "page": stub(page, site) if page else None,
            }
        )
    return told


def _kind(change: Change, public: dict[int, Page]) -> Told | None:
    kind = Kind(change.kind)
    if kind in UNTOLD or change.page_id is None:
        return None
    if kind is Kind.DELETED:
        return "deleted"
    if kind is Kind.UNPUBLISHED or change.page_id not in public:
        return "unpublished"
    told: dict[Kind, Told] = {Kind.MOVED: "moved", Kind.MAINTENANCE: "maintenance"}
    return told.get(kind, "published")


def _is_of_other(change: Change, site: Site) -> bool:
    return bool(change.url_path) and not change.url_path.startswith(site.root_page.url_path)


def _next(request: HttpRequest, site: Site, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{site.root_url}{request.path}?{query.urlencode()}"
