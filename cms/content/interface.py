"""Declare what page types offer the rest of the product, with the defaults of a plain page.

Search, delivery, importer and content checks call what is declared here and look for nothing
else on a page. A page type of any app overrides what differs.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from cms.changes.watching.showing import ShowsRecords
from cms.content.importer.fields import ImportField
from cms.content.markdown.rich_text import html_markdown
from cms.content.markdown.text import paragraphs
from cms.content.schema import PageFields
from cms.maintenance.serving import ShowsNotice


class PageInterface(ShowsRecords, ShowsNotice):
    """Mixed into every page type by `BasePage`."""

    fields_schema: ClassVar[type[PageFields]] = PageFields
    """The type's own fields in the delivery API; `read_fields` returns them."""
    fields_select: ClassVar[tuple[str, ...]] = ()
    """Foreign keys that `read_fields` follows, for `select_related` in lists."""
    fields_prefetch: ClassVar[tuple[str, ...]] = ()
    """Relations to many that `read_fields` follows, for `prefetch_related` in lists."""

    is_organ: ClassVar[bool] = False
    """Pages of this type are organs: search groups the pages below by them."""
    search_rich_text: ClassVar[tuple[str, ...]] = ()
    """Rich-text fields besides the body; the documents linked in them are searched, too."""
    search_prefetch: ClassVar[tuple[str, ...]] = ()
    """Relations that `searchable_text` follows, read ahead for many pages."""

    lead_field: ClassVar[str] = ""
    """The rich-text field that takes imported text from before the first heading, if any."""
    import_fields: ClassVar[Mapping[str, ImportField]] = {}
    """Names in the front matter of imported files that are more than one column's value."""

    def read_fields(self) -> PageFields:
        """Return the type's own fields, as `fields_schema` describes them."""
        return self.fields_schema()

    def front_matter(self) -> dict[str, Any]:
        """Return the type's own fields in the front matter of the page's Markdown."""
        fields = self.read_fields().model_dump(mode="json")
        return {name: value for name, value in fields.items() if not name.endswith("html")}

    def markdown_lead(self) -> str:
        """Return what the page shows between its summary and its body, as Markdown.

        By default the fields of `fields_schema` whose names end in `html`.
        """
        fields = self.read_fields().model_dump()
        html = (value for name, value in fields.items() if name.endswith("html"))
        return paragraphs(html_markdown(each) for each in html if isinstance(each, str))

    def searchable_text(self) -> Iterator[str]:
        """Yield what the page shows besides its body and its searchable columns; may be empty."""
        yield from ()

    def other_names(self) -> tuple[str, ...]:
        """Return names by which people know the page, like an acronym; none is empty."""
        return ()
