"""The tools that read pages, menus and changes, through the services of the delivery API."""

from urllib.parse import urlsplit

from pydantic import Field
from pydantic_core import to_jsonable_python

from cms.content.markdown.page import notice_markdown, page_markdown
from cms.delivery.http.served_site import ServedSite
from cms.delivery.mcp.tool import Arguments, Tool, ToolResult
from cms.delivery.pages.neighbours import state_of
from cms.delivery.pages.page import find_by_path
from cms.delivery.pages.redirects import location_of
from cms.delivery.pages.schema import page_types
from cms.delivery.pages.serializer import of_type
from cms.delivery.pages.stubs import label_of
from cms.delivery.resources.changes import ITEM, changes_after
from cms.delivery.resources.navigation import menu
from cms.maintenance.redirects import redirect_at
from cms.maintenance.state import Notice

CHANGES = 50
DEPTH = 3


class PageArguments(Arguments):
    path: str = Field(
        max_length=1_000,
        description="The page's path within the site, like /about/, or its whole address.",
    )


class ChangesArguments(Arguments):
    cursor: str | None = Field(
        None, max_length=200, description="From the result before; unset: from the start."
    )


class NavigationArguments(Arguments):
    locale: str | None = Field(
        None, max_length=20, description="A language code; unset: the site's own language."
    )


def get_page(site: ServedSite, arguments: PageArguments) -> ToolResult:
    """Return the page as Markdown; its notice while it is under maintenance."""
    path = _path_in(site, arguments.path)
    page = find_by_path(site, path) if path else None
    state = state_of(page) if page else None
    model = page_types().get(label_of(page.content_type_id)) if page else None
    if page is None or state is None or model is None or not state.is_visible:
        return _moved(site, path) or _missing(arguments.path)
    [instance] = of_type(model, [page.pk])
    facts = {"title": page.title, "url": site.url_of(page), "locale": page.language_code}
    if isinstance(state, Notice):
        return ToolResult(facts | {"state": "maintenance"}, notice_markdown(instance, state))
    return ToolResult(facts | {"state": "content"}, page_markdown(instance, site.root_url))


def _path_in(site: ServedSite, address: str) -> str:
    """Return the path of an address of this site, without a fragment; empty for another site."""
    parts = urlsplit(address)
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != site.root_url:
        return ""
    return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def _moved(site: ServedSite, path: str) -> ToolResult | None:
    moved = redirect_at(site.pk, path) if path else None
    location = location_of(moved, site) if moved else None
    if location is None:
        return None
    return ToolResult({"state": "redirect", "location": location}, f"Moved to {location}")


def _missing(path: str) -> ToolResult:
    message = f"There is no public page at “{path[:200]}”. Find pages with search or navigation."
    return ToolResult({"state": "missing"}, message, is_error=True)


def list_changes(site: ServedSite, arguments: ChangesArguments) -> ToolResult:
    """Return changes since a cursor, oldest first."""
    part = changes_after(site, arguments.cursor, CHANGES)
    items = [{name: event[name] for name in ITEM} for event in part.events]
    return ToolResult(
        {"items": to_jsonable_python(items), "cursor": part.cursor, "more": part.has_more}
    )


def navigation(site: ServedSite, arguments: NavigationArguments) -> ToolResult:
    """Return the menu as a tree of pages."""
    return ToolResult(menu(site, arguments.locale, DEPTH))


GET_PAGE = Tool(
    "get_page",
    "Read a page",
    "Returns one public page as Markdown, with front matter. Cite its `url`, or the `url` of a "
    "section in `contents`.",
    PageArguments,
    get_page,
)
LIST_CHANGES = Tool(
    "list_changes",
    "List changes",
    "Returns what was published, moved, withdrawn or deleted since a cursor, oldest first; "
    "`cursor` is for the next call, `more` says whether there is more now.",
    ChangesArguments,
    list_changes,
)
NAVIGATION = Tool(
    "navigation",
    "Read the menu",
    "Returns the menu of the site in one language, as a tree of pages.",
    NavigationArguments,
    navigation,
)
