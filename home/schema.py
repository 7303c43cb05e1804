"""The own fields of this app's page types in the delivery API."""

from cms.content.schema import PageFields


class ListingFields(PageFields):
    """Parameters of `search/` that find the listed pages: `words` is `q`, `ordering` is `sort`."""

    words: str
    listed_type: str
    ordering: str
