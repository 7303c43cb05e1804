"""The search tool of the MCP server."""

import re
from html import unescape
from typing import Any

from pydantic import Field

from cms.delivery.http.problem import invalid
from cms.delivery.http.served_site import ServedSite
from cms.delivery.mcp.tool import Arguments, Tool, ToolResult
from search.api.presentation import hit_json, warnings_json
from search.api.routes import run_search
from search.request.parameters import read_parameters

TAG = re.compile(r"</?mark>")
SHOWN = ("title", "url", "locale", "date", "summary", "state")


class SearchArguments(Arguments):
    query: str = Field(max_length=2_000, description="Words, or a query in the query language.")
    limit: int = Field(10, ge=1, le=50, description="The most results.")
    locale: str | None = Field(None, max_length=20, description="A language code; unset: all.")


def search_tool(site: ServedSite, arguments: SearchArguments) -> ToolResult:
    """Return the best results with excerpts in plain text."""
    params = {"q": [arguments.query], "limit": [str(arguments.limit)]}
    if arguments.locale:
        params["locale"] = [arguments.locale]
    reading = read_parameters(params)
    if reading.errors:
        raise invalid(reading.errors[0].parameter, reading.errors[0].message)
    answer = run_search(reading.request, site)
    results = [_result(hit_json(each, site)) for each in answer.hits]
    total = {"value": answer.result.total, "relation": answer.result.relation}
    related = [_result(hit_json(each, site)) for each in answer.related]
    payload = {"total": total, "results": results, "related_by_meaning": related}
    return ToolResult(payload | {"warnings": warnings_json(answer)})


def _result(hit: dict[str, Any]) -> dict[str, Any]:
    excerpts = [unescape(TAG.sub("", each)) for each in hit["highlights"]["body"]]
    return {name: hit[name] for name in SHOWN} | {"excerpts": excerpts}


SEARCH = Tool(
    "search",
    "Search the site",
    "Returns public pages for a query, best first, each with its address and excerpts. Read a "
    "page with get_page before you quote it.",
    SearchArguments,
    search_tool,
)
