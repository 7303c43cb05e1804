"""The interface of blocks: JSON, searchable text, Markdown and headings."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Annotated, Any, ClassVar, Literal

from django.utils.html import strip_tags
from pydantic import BaseModel, BeforeValidator, create_model
from wagtail.blocks.field_block import RichTextBlock
from wagtail.rich_text import RichText, expand_db_html

from cms.content.markdown.rich_text import html_markdown
from cms.content.markdown.text import escape, paragraphs
from cms.content.rich_text import clean

_BLOCK_END = re.compile(
    r"</(?:p|h[1-6]|li|ul|ol|blockquote|div|td|th|tr)>|<hr[^>]*>", re.IGNORECASE
)
_BREAK = re.compile(r"<br[^>]*>|\s+", re.IGNORECASE)

INLINE = ["bold", "italic", "superscript", "subscript", "link", "document-link"]
PROSE = [*INLINE, "ol", "ul", "hr"]


# Wagtail returns None for a field that was added to a block after the page was saved.
Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class BlockValue(BaseModel):
    """The JSON value of a block. Names of fields that contain HTML end in `html`.

    The schema allows additional properties, because later releases of this version may add some.
    """


class BlockJson(BaseModel):
    """A block in a body; `type` names the block, `id` does not change when it is edited."""

    id: str


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents.

    `is_of_interface` tells texts of the interface from those of the page.
    """

    text: str
    anchor: str
    level: int = 2
    is_of_interface: bool = False


class TypedBlock:
    """Mixin for Wagtail blocks that are used in a body.

    `value_schema` is the type that `read` returns. The JSON schema is derived from it and from the
    block's name.
    """

    value_schema: ClassVar[type[BlockValue]]
    name: Any  # set by the stream that contains the block

    def is_shown(self, value: Any) -> bool:
        """Return whether to show the block, false for example if its record is deleted."""
        return True

    def read(self, value: Any) -> BlockValue:
        """Return the JSON value; rich text is HTML with links resolved."""
        raise NotImplementedError

    def searchable_text(self, value: Any) -> Iterator[str]:
        """Yield the searchable plain text, in reading order."""
        raise NotImplementedError

    def markdown(self, value: Any) -> str:
        """Return the block as Markdown; by default its searchable texts as paragraphs."""
        return paragraphs(map(escape, filter(None, self.searchable_text(value))))

    def headings(self, value: Any) -> Iterator[Heading]:
        """Yield the block's entries in the table of contents."""
        yield from ()

    @property
    def json_schema(self) -> type[BlockJson]:
        """Return the schema of the block in a body: `{"type", "id", "value"}`."""
        return block_schema(self.name, self.value_schema)

    def to_json(self, value: Any, block_id: str) -> BlockJson:
        return self.json_schema.model_construct(type=self.name, id=block_id, value=self.read(value))


_SCHEMAS: dict[tuple[str, type[BlockValue]], type[BlockJson]] = {}


def block_schema(name: str, value: type[BlockValue]) -> type[BlockJson]:
    """Return the schema of the block `name`, always the same class, as OpenAPI requires."""
    if (name, value) not in _SCHEMAS:
        title = "".join(part.capitalize() for part in name.split("_")) + "Block"
        kind: Any = Literal[name]
        _SCHEMAS[name, value] = create_model(
            title, __base__=BlockJson, type=(kind, name), value=(value, ...)
        )
    return _SCHEMAS[name, value]


class Prose(RichText):
    """Cleaned rich text; `prose.prepare_bodies` expands its links for a whole page at once."""

    expanded: str | None = None

    def __init__(self, source: str | None) -> None:
        super().__init__(clean(source or ""))

    @property
    def html(self) -> str:
        """Return HTML with links resolved; links to hidden pages are plain text."""
        if self.expanded is None:
            self.expanded = expand_db_html(self.source)
        return self.expanded

    @property
    def plain(self) -> str:
        """Return the text; paragraphs, list items and other blocks end with a line break."""
        separated = _BLOCK_END.sub("\n", _BREAK.sub(" ", self.source))
        lines = (" ".join(line.split()) for line in unescape(strip_tags(separated)).split("\n"))
        return "\n".join(filter(None, lines))

    @property
    def markdown(self) -> str:
        return html_markdown(self.html)

    def __html__(self) -> str:
        return self.html


class ProseBlock(RichTextBlock):
    """Wagtail's rich text block with values of type `Prose`, which are cleaned."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("features", PROSE)
        super().__init__(**options)

    def to_python(self, value: str) -> Prose:
        return Prose(value)

    def value_from_form(self, value: str) -> Prose:
        return Prose(value)

    def normalize(self, value: Any) -> Prose:
        return Prose(value.source if isinstance(value, RichText) else value)

    def get_default(self) -> Prose:
        return self.normalize(self.meta.default)


def anchor_of(text: str) -> str:
    """Return a fragment identifier: letters, marks and digits of any script, with hyphens."""
    folded = unicodedata.normalize("NFC", text).casefold()
    chars = (each if unicodedata.category(each)[0] in "LMN" else " " for each in folded)
    return "-".join("".join(chars).split()) or "section"
