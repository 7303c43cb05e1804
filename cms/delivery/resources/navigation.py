"""The site's menu as a tree."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Any, Literal

from django.db.models import BooleanField, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field
from wagtail.models import Page

from cms.delivery.http.parameters import DIGITS, LanguageCode, Parameters, describe, read
from cms.delivery.http.problem import ERRORS, Problem, invalid, not_one_of
from cms.delivery.http.responses import answer
from cms.delivery.http.served_site import Root, ServedSite, site_of
from cms.delivery.http.surrogate_keys import keys
from cms.delivery.keys import require_scope, with_restricted
from cms.delivery.pages.drafts.page import private
from cms.delivery.pages.drafts.revisions import draft_rows
from cms.delivery.pages.drafts.values import draft_value
from cms.delivery.pages.neighbours import PageRow, page_rows, visible
from cms.delivery.pages.schema import PageStub
from cms.delivery.pages.stubs import stub
from cms.maintenance.flags import STEPLEN

router = Router(tags=["navigation"])


class NavigationItem(PageStub):
    """A page that is shown in menus, with those below it."""

    model_config = ConfigDict(defer_build=False)

    children: list["NavigationItem"]


class Navigation(BaseModel):
    """`root` is the home page of the language, which is not an item of its menu.

    It is null where the public may not see it.
    """

    root: PageStub | None
    items: list[NavigationItem]


class NavigationParameters(Parameters):
    locale: LanguageCode | None = Field(None, description="The language; the site's own if unset.")
    depth: Annotated[int, Field(ge=1, le=5), DIGITS] = Field(
        2, description="Levels below the home page."
    )
    version: Literal["live", "draft"] = Field(
        "live", description="`draft` is the menu of drafts; it needs a key with the scope drafts."
    )


@router.get(
    "navigation/",
    response={HTTPStatus.OK: Navigation, HTTPStatus.FORBIDDEN: Problem, **ERRORS},
    operation_id="getNavigation",
    openapi_extra=describe(NavigationParameters),
)
@with_restricted
def navigation(request: HttpRequest) -> HttpResponse:
    """The pages shown in menus, as a tree, in the order editors gave them."""
    params, site = read(request, NavigationParameters), site_of(request)
    if params.version == "draft":
        require_scope(request, "drafts", site.pk)
        return private(draft_menu(site, params.locale, params.depth))
    payload = menu(site, params.locale, params.depth)
    if payload["root"] is None:
        return answer(payload, ["navigation", "pages"])
    return answer(payload, ["navigation", *keys(payload)], is_cacheable=True)


def menu(site: ServedSite, locale: str | None, depth: int) -> dict[str, Any]:
    """Return the fields of `Navigation`; raises a 422 problem for a language of no page."""
    root = _root(site, locale)
    live = _levels(root, depth).filter(live=True)
    in_menu = live.filter(show_in_menus=True) | live.filter(pk=root.pk)
    pages = visible(page_rows(in_menu))
    if not pages or pages[0].pk != root.pk:
        return {"root": None, "items": []}
    return {"root": stub(pages[0], site), "items": tree(pages[1:], site)}


def draft_menu(site: ServedSite, locale: str | None, depth: int) -> dict[str, Any]:
    """Return the menu of the latest drafts, published or not, with the fields of `Navigation`."""
    root = _root(site, locale)
    in_menu = draft_value("show_in_menus", BooleanField(), F("show_in_menus"))
    rows = _levels(root, depth).alias(in_menu=in_menu)
    pages = draft_rows(rows.filter(Q(in_menu=True) | Q(pk=root.pk)))
    items = tree(pages[1:], site)
    for item in _flat(items):
        item["state"] = "draft"
    return {"root": stub(pages[0], site) | {"state": "draft"}, "items": items}


def _levels(root: Root, depth: int) -> "QuerySet[Page]":
    """Return a root and the pages at most `depth` levels below it, in tree order."""
    max_depth = len(root.path) // STEPLEN + depth
    return Page.objects.filter(path__startswith=root.path, depth__lte=max_depth).order_by("path")


def _flat(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _flat(item["children"])


def tree(pages: list[PageRow], site: ServedSite) -> list[dict[str, Any]]:
    """Return pages in tree order as a tree, each below its nearest ancestor among them."""
    top: list[dict[str, Any]] = []
    open_levels: list[tuple[str, list[dict[str, Any]]]] = [("", top)]
    for page in pages:
        while not page.path.startswith(open_levels[-1][0]):
            open_levels.pop()
        item = stub(page, site) | {"children": []}
        open_levels[-1][1].append(item)
        open_levels.append((page.path, item["children"]))
    return top


def _root(site: ServedSite, locale: str | None) -> Root:
    for root in site.roots:
        if locale in {None, root.language}:
            return root
    raise invalid("locale", not_one_of(locale or "", sorted(root.language for root in site.roots)))
