"""The interface of page types to the rest of the product, with the defaults of a plain page.

Search, delivery, the importer and content checks use only these attributes and methods. Page types
override the ones that differ.
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
    """The interface that `BasePage` adds to every page type."""

    page_picture: ClassVar[str] = "img/page-types/other.svg"
    """A static file with a drawing of such a page, shown where editors choose a page type."""

    fields_schema: ClassVar[type[PageFields]] = PageFields
    """The schema of the type's fields in the delivery API; `read_fields` returns them."""
    fields_select: ClassVar[tuple[str, ...]] = ()
    """Foreign keys that `read_fields` follows, for `select_related` in lists."""
    fields_prefetch: ClassVar[tuple[str, ...]] = ()
    """Relations to many that `read_fields` follows, for `prefetch_related` in lists."""

    is_organ: ClassVar[bool] = False
    """True if pages of this type are organs, by which search groups the pages below them."""
    search_rich_text: ClassVar[tuple[str, ...]] = ()
    """Rich-text fields besides the body whose linked documents are searched, too."""
    search_prefetch: ClassVar[tuple[str, ...]] = ()
    """Relations that `searchable_text` follows, prefetched for many pages."""

    has_content_beside_body: ClassVar[bool] = False
    """True if pages of this type show something where the body is empty, like a list or a form."""
    lead_field: ClassVar[str] = ""
    """The rich-text field for imported text before the first heading, if any."""
    import_fields: ClassVar[Mapping[str, ImportField]] = {}
    """Names in the front matter of imported files that do not map to a single column."""

    def read_fields(self) -> PageFields:
        """Return the type's fields as described by `fields_schema`."""
        return self.fields_schema()

    def front_matter(self) -> dict[str, Any]:
        """Return the type's fields for the front matter of the page's Markdown."""
        fields = self.read_fields().model_dump(mode="json")
        return {name: value for name, value in fields.items() if not name.endswith("html")}

    def markdown_lead(self) -> str:
        """Return the Markdown of the content between the summary and the body.

        By default these are the fields of `fields_schema` whose names end in `html`.
        """
        fields = self.read_fields().model_dump()
        html = (value for name, value in fields.items() if name.endswith("html"))
        return paragraphs(html_markdown(each) for each in html if isinstance(each, str))

    def searchable_text(self) -> Iterator[str]:
        """Yield the texts shown besides the body and the searchable columns; they may be empty."""
        yield from ()

    def other_names(self) -> tuple[str, ...]:
        """Return other names of the page, like an acronym; none of them is empty."""
        return ()
