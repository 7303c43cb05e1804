"""Text blocks: headings, rich text, quotes and callouts."""

from collections.abc import Iterator
from typing import Any, Literal

from wagtail.blocks.field_block import CharBlock, ChoiceBlock, RegexBlock, TextBlock, URLBlock
from wagtail.blocks.struct_block import StructBlock

from cms.content.blocks.typed import (
    INLINE,
    BlockValue,
    Heading,
    Prose,
    ProseBlock,
    Text,
    TypedBlock,
    anchor_of,
)
from cms.content.markdown.text import escape, heading, link, paragraphs, quote, strong


class HeadingValue(BlockValue):
    text: str
    anchor: str
    level: Literal[2, 3]


class HeadingBlock(TypedBlock, StructBlock):
    value_schema = HeadingValue

    text = CharBlock(max_length=160)
    level = ChoiceBlock(
        choices=[("2", "Section"), ("3", "Part of a section")], default="2", required=True
    )
    anchor = RegexBlock(
        regex=r"^[\w\-\u0E00-\u109F\u1780-\u17FF]+$",
        required=False,
        error_messages={"invalid": "Use letters, digits and hyphens, without spaces."},
        help_text="For links to this section. Leave empty to use the text.",
    )

    class Meta:
        icon = "title"
        group = "Text"
        label = "Section heading"
        template = "content/blocks/heading.html"
        description = "Starts a section and appears in the page's contents."
        preview_value = {"text": "What we stand for", "level": "2", "anchor": ""}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"anchor": self.anchor_in(value)}

    def anchor_in(self, value: Any) -> str:
        return value.get("anchor") or anchor_of(value["text"])

    def read(self, value: Any) -> HeadingValue:
        return HeadingValue(
            text=value["text"],
            anchor=self.anchor_in(value),
            level=3 if value["level"] == "3" else 2,
        )

    def searchable_text(self, value: Any) -> Iterator[str]:
        yield value["text"]

    def markdown(self, value: Any) -> str:
        return heading(value["text"], int(value["level"] or 2))

    def headings(self, value: Any) -> Iterator[Heading]:
        yield Heading(value["text"], self.anchor_in(value), int(value["level"] or 2))


class RichTextValue(BlockValue):
    html: str


class RichTextBlock(TypedBlock, ProseBlock):
    value_schema = RichTextValue

    class Meta:
        icon = "pilcrow"
        group = "Text"
        label = "Text"
        template = "content/blocks/rich_text.html"
        description = "Paragraphs, lists and links."
        preview_value = Prose(
            "<p>The organisation brings its members together to <b>decide jointly</b> on what "
            "concerns them all.</p><ul><li>Meetings at every level</li><li>One programme of "
            "work</li></ul>"
        )

    def read(self, value: Prose) -> RichTextValue:
        return RichTextValue(html=value.html)

    def searchable_text(self, value: Prose) -> Iterator[str]:
        yield value.plain

    def markdown(self, value: Prose) -> str:
        return value.markdown


class QuoteValue(BlockValue):
    text: str
    attribution: Text
    source_url: Text


class QuoteBlock(TypedBlock, StructBlock):
    value_schema = QuoteValue

    text = TextBlock()
    attribution = CharBlock(required=False, max_length=200, help_text="Who said it, and where.")
    source_url = URLBlock(required=False, label="Address of the source")

    class Meta:
        icon = "openquote"
        group = "Text"
        label = "Quote"
        template = "content/blocks/quote.html"
        description = "A quotation with its source."
        preview_value = {
            "text": "We listen to every member before we speak for all of them.",
            "attribution": "The chair of the first meeting",
            "source_url": "",
        }

    def read(self, value: Any) -> QuoteValue:
        return QuoteValue(**value)

    def searchable_text(self, value: Any) -> Iterator[str]:
        yield value["text"]
        yield value["attribution"]

    def markdown(self, value: Any) -> str:
        source = value["source_url"] or ""
        label = escape(value["attribution"] or source)
        lines = map(escape, value["text"].splitlines())
        return quote(paragraphs([*lines, f"— {link(label, source)}" if label else ""]))


Tone = Literal["info", "note", "warning"]


class CalloutValue(BlockValue):
    tone: Tone
    title: Text
    html: str


class CalloutBlock(TypedBlock, StructBlock):
    value_schema = CalloutValue

    tone = ChoiceBlock(
        choices=[("info", "Information"), ("note", "Note"), ("warning", "Warning")],
        default="info",
    )
    title = CharBlock(required=False, max_length=120)
    text = ProseBlock(features=[*INLINE, "ul"])

    class Meta:
        icon = "info-circle"
        group = "Text"
        label = "Callout"
        template = "content/blocks/callout.html"
        description = "A short text in a box, to draw attention."
        preview_value = {
            "tone": "note",
            "title": "Before you travel",
            "text": Prose("<p>The visitors' entrance is closed on public holidays.</p>"),
        }

    def read(self, value: Any) -> CalloutValue:
        return CalloutValue(tone=value["tone"], title=value["title"], html=value["text"].html)

    def searchable_text(self, value: Any) -> Iterator[str]:
        yield value["title"]
        yield value["text"].plain

    def markdown(self, value: Any) -> str:
        return quote(paragraphs([strong(value["title"] or ""), value["text"].markdown]))
