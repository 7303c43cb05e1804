"""Changes since a cursor, for front ends that keep copies of pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import BaseModel, Field
from wagtail.models import Page

from cms.changes import log
from cms.changes.models import Change, Kind
from cms.changes.place import Place
from cms.delivery.http.cursor import NOT_OF_THIS_LIST
from cms.delivery.http.parameters import Limit, Parameters, describe, read
from cms.delivery.http.problem import ERRORS, Problem, ProblemError, invalid
from cms.delivery.http.responses import answer
from cms.delivery.http.served_site import ServedSite, site_of
from cms.delivery.http.surrogate_keys import keys, stale_keys
from cms.delivery.pages.lists.listing import next_url
from cms.delivery.pages.neighbours import PageRow, page_rows, visible
from cms.delivery.pages.schema import PageStub
from cms.delivery.pages.stubs import stub

router = Router(tags=["changes"])
TOO_OLD = _(
    "The changes after this cursor are no longer kept. Read all pages again, then follow the "
    "changes from the cursor “head”."
)
PageKind = Literal["published", "unpublished", "moved", "deleted", "maintenance"]
ObjectKind = Literal["redirect", "media", "topic", "record", "settings", "navigation"]
ITEM = ("id", "kind", "what", "at", "subtree", "old_path", "page")
INTERNAL = {Kind.STEERING, Kind.REPAIR}
ANY = 0
HEAD = "head"


class ChangeJson(BaseModel):
    """One change of a page, or of something that pages and lists show.

    `what` is `page`, `image`, `document`, `collection`, `redirect`, `topic`, `site`, `locale` or
    the name of another record, and `id` its id; 0 where any of them may have changed, as when
    many are edited together. With `subtree` all pages below have changed, too. `old_path` is
    where a page was before it moved or went, or the path that a redirect leads from. `page` is
    the page as it is now.
    """

    id: int
    kind: PageKind | ObjectKind
    what: str
    at: datetime
    subtree: bool
    old_path: str | None
    page: PageStub | None


class ChangeList(BaseModel):
    """`cursor` is for the next request; `next` is null after the last change.

    `surrogate_keys` are the keys, as in the header `Surrogate-Key`, of the responses that these
    changes make stale; those of the index, from `search/` and `related/`, follow by their age.
    """

    items: list[ChangeJson]
    surrogate_keys: list[str]
    cursor: str
    next: str | None


class ChangesParameters(Parameters):
    cursor: str | None = Field(
        None, description="From the answer before, or `head` for the end; unset: from the start."
    )
    limit: Limit = Field(50, description="The most changes that one answer has.")


@router.get(
    "changes/",
    response={HTTPStatus.OK: ChangeList, HTTPStatus.GONE: Problem, **ERRORS},
    operation_id="listChanges",
    openapi_extra=describe(ChangesParameters),
)
def changes_since(request: HttpRequest) -> HttpResponse:
    """Changes since `cursor`, oldest first; without one, all that are kept."""
    params = read(request, ChangesParameters)
    listed = list_changes(request, site_of(request), params)
    response = answer(listed, ["changes", *keys(listed["items"])])
    response["Cache-Control"] = "public, no-cache"
    return response


def list_changes(
    request: HttpRequest, site: ServedSite, params: ChangesParameters
) -> dict[str, Any]:
    """Changes in their order, each with the page's present state."""
    part = changes_after(site, params.cursor, params.limit)
    following = next_url(request, part.cursor) if part.has_more else None
    items = [{name: event[name] for name in ITEM} for event in part.events]
    return {
        "items": items,
        "surrogate_keys": stale_keys(part.changes),
        "cursor": part.cursor,
        "next": following,
    }


@dataclass(frozen=True, slots=True)
class ChangesPart:
    """A part of the log as events; `cursor` is the place after them."""

    changes: Sequence[Change]
    events: list[dict[str, Any]]
    cursor: str
    has_more: bool


def changes_after(site: ServedSite, cursor: str | None, limit: int) -> ChangesPart:
    """Return at most `limit` changes after a cursor; from the start if it is None.

    Raises a 422 problem for an invalid cursor, 410 for one whose changes have been compacted.
    """
    if cursor == HEAD:
        return ChangesPart([], [], str(log.head()), has_more=False)
    place = _place(cursor)
    try:
        changes = log.since(place, limit + 1)
    except log.PlaceLostError as error:
        raise ProblemError(HTTPStatus.GONE, TOO_OLD) from error
    part = changes[:limit]
    next_place = str(part[-1].place(place.log) if part else place)
    return ChangesPart(part, events_of(part, site), next_place, len(changes) > limit)


def _place(cursor: str | None) -> Place:
    if cursor is None:
        return log.oldest()
    try:
        return Place.parse(cursor)
    except ValueError as error:
        raise invalid("cursor", NOT_OF_THIS_LIST) from error


def events_of(changes: Sequence[Change], site: ServedSite) -> list[dict[str, Any]]:
    """Return the fields of `ChangeJson`, and the change's id as `change`, of each; one query.

    Of pages that are not public, only the id is included.
    """
    pages = page_rows(Page.objects.filter(pk__in=log.pages(changes)))
    on_site = {page.pk: page for page in pages if site.path_of(page)}
    public = {page.pk: page for page in visible(on_site.values())}
    events = []
    for change in changes:
        if change.object_type:
            events.append(_object_event(change))
            continue
        kind = _kind(change, public)
        is_off_site = change.page_id not in on_site and kind != "deleted"
        if kind is None or change.page_id is None or is_off_site or _is_of_other_site(change, site):
            continue
        page = public.get(change.page_id)
        events.append(
            {
                "change": change.pk,
                "id": change.page_id,
                "kind": kind,
                "what": "page",
                "at": change.at,
                "subtree": change.subtree,
                "old_path": site.path_at(change.url_path) if page or kind != "moved" else None,
                "page": stub(page, site) if page else None,
            }
        )
    return events


def _object_event(change: Change) -> dict[str, Any]:
    return {
        "change": change.pk,
        "id": change.object_id or ANY,
        "kind": change.kind,
        "what": change.object_type,
        "at": change.at,
        "subtree": False,
        "old_path": iri_to_uri(change.url_path) or None,
        "page": None,
    }


def _kind(change: Change, public: dict[int, PageRow]) -> PageKind | None:
    kind = Kind(change.kind)
    if kind in INTERNAL or change.page_id is None:
        return None
    if kind is Kind.DELETED:
        return "deleted"
    if kind is Kind.UNPUBLISHED or change.page_id not in public:
        return "unpublished"
    kinds: dict[Kind, PageKind] = {Kind.MOVED: "moved", Kind.MAINTENANCE: "maintenance"}
    return kinds.get(kind, "published")


def _is_of_other_site(change: Change, site: ServedSite) -> bool:
    paths = tuple(root.url_path for root in site.roots)
    return bool(change.url_path) and not change.url_path.startswith(paths)
