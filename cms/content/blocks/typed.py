"""What our blocks declare besides Wagtail's own: their JSON form and their searchable text."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, cast

from pydantic import BaseModel, BeforeValidator, create_model
from wagtail.blocks.field_block import RichTextBlock
from wagtail.rich_text import RichText, expand_db_html, get_text_for_indexing

from cms.content.rich_text import clean

INLINE = ["bold", "italic", "superscript", "subscript", "link", "document-link"]
PROSE = [*INLINE, "ol", "ul", "hr"]


# Wagtail gives None for a field that was added to a block after the page was saved.
Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class BlockValue(BaseModel):
    """What a block holds, as front ends read it. Fields that hold HTML say so in their name.

    The document leaves room for further properties, since this version of the API may add some.
    """


class BlockJson(BaseModel):
    """One block in a body; `type` tells which, `id` is stable across edits."""

    id: str


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents."""

    text: str
    anchor: str
    level: int = 2


class TypedBlock:
    """Mixed into a Wagtail block that stands in a body.

    `value_schema` is the shape of `read`'s answer. The JSON form is made of it and of the
    block's name, so that the two cannot part.
    """

    value_schema: ClassVar[type[BlockValue]]
    name: Any  # given by the stream that the block stands in

    def is_shown(self, value: Any) -> bool:
        """False where the record a block shows is gone or withheld: it is left out everywhere."""
        return True

    def read(self, value: Any) -> BlockValue:
        """The block's content as front ends get it; rich text is expanded HTML."""
        raise NotImplementedError

    def searchable_text(self, value: Any) -> Iterator[str]:
        """What of the block can be searched for, in reading order, as plain text."""
        raise NotImplementedError

    def headings(self, value: Any) -> Iterator[Heading]:
        """The block's entries in the page's table of contents."""
        yield from ()

    @property
    def json_schema(self) -> type[BlockJson]:
        """The block in a body: `{"type", "id", "value"}`."""
        return block_schema(self.name, self.value_schema)

    def to_json(self, value: Any, block_id: str) -> BlockJson:
        return self.json_schema.model_construct(type=self.name, id=block_id, value=self.read(value))


_SCHEMAS: dict[tuple[str, type[BlockValue]], type[BlockJson]] = {}


def block_schema(name: str, value: type[BlockValue]) -> type[BlockJson]:
    """The schema of the block `name`; one class for one name, as OpenAPI needs it."""
    if (name, value) not in _SCHEMAS:
        title = "".join(part.capitalize() for part in name.split("_")) + "Block"
        kind: Any = Literal[name]
        _SCHEMAS[name, value] = create_model(
            title, __base__=BlockJson, type=(kind, name), value=(value, ...)
        )
    return _SCHEMAS[name, value]


class Prose(RichText):
    """Clean rich text; `prose.resolve` expands its links for a whole page at once."""

    expanded: str | None = None

    def __init__(self, source: str | None) -> None:
        super().__init__(clean(source or ""))

    @property
    def html(self) -> str:
        """HTML with links resolved; links to what the public may not see are plain text."""
        if self.expanded is None:
            self.expanded = expand_db_html(self.source)
        return self.expanded

    @property
    def plain(self) -> str:
        return cast(str, get_text_for_indexing(self.source))

    def __html__(self) -> str:
        return self.html


class ProseBlock(RichTextBlock):
    """Wagtail's rich text block, whose values are `Prose` and so are clean."""

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
    """A fragment identifier in the text's own script: letters, marks and digits, else hyphens."""
    folded = unicodedata.normalize("NFC", text).casefold()
    kept = (each if unicodedata.category(each)[0] in "LMN" else " " for each in folded)
    return "-".join("".join(kept).split()) or "section"
