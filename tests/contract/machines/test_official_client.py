"""The MCP server as the official client sees it: over HTTP beside the site, and on stdio."""

import os
import sys

import anyio
import pytest
from mcp import Client, StdioServerParameters

from tests.servers.site import running_site


@pytest.fixture(scope="module")
def site(demo_data, tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("site"), demo_data) as running:
        yield running


async def use(server):
    async with Client(server) as client:
        tools = await client.list_tools()
        results = await client.call_tool("search", {"query": "secretariat", "limit": 3})
        page = await client.call_tool("get_page", {"path": "/what-we-do/"})
        return {tool.name for tool in tools.tools}, results, page


def check(names, results, page):
    assert names == {"search", "get_page", "list_changes", "navigation"}
    assert results.structured_content["results"]
    assert not page.is_error
    assert "# What We Do" in page.content[0].text


def test_over_http(site):
    check(*anyio.run(use, f"{site.url}/mcp"))


def test_on_stdio(site):
    environment = {**os.environ, **site.environment}
    command = StdioServerParameters(
        command=sys.executable, args=["manage.py", "mcp"], env=environment
    )
    check(*anyio.run(use, command))
