"""Dotted paths of parts that other parts call without importing them."""

# The page type of home pages.
SITE_HOME_PAGE = "home.HomePage"
# The page type of imported content that names none.
CONTENT_PLAIN_PAGE = "home.ContentPage"
SEARCH_ENGINES = {
    "embedded": "search.engines.embedded.engine.EmbeddedEngine",
    "elasticsearch": "search.engines.elasticsearch.engine.ElasticsearchEngine",
}
# The tools of the MCP server, by name.
MCP_TOOLS = [
    "search.api.tool.SEARCH",
    "cms.delivery.mcp.reading.GET_PAGE",
    "cms.delivery.mcp.reading.LIST_CHANGES",
    "cms.delivery.mcp.reading.NAVIGATION",
]
# The active engine and its fall-back, by name; empty: Elasticsearch where it has a URL, embedded.
SEARCH_ENGINE_ORDER: tuple[str, ...] = ()
# Returns the links to pages related to a page.
RELATED_PAGES = "search.page.related.related_links"
# Returns the page at the address of a request from its stored HTML, or None.
STORED_PAGE = "cms.delivery.site_page.stored_page"
# Shows a draft in another front end, for the editor's preview.
HEADLESS_PREVIEW = "cms.delivery.preview.show"
