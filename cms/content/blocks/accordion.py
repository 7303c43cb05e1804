"""Sections that open one by one; each contains blocks."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks.field_block import CharBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.struct_block import StructBlock

from cms.content.blocks.lists import TimelineBlock
from cms.content.blocks.media import DocumentBlock, EmbedBlock, ImageBlock
from cms.content.blocks.people import AddressBlock
from cms.content.blocks.stream import BodyBlock, stream_json, stream_markdown, stream_text, union
from cms.content.blocks.structure import TableBlock
from cms.content.blocks.text import CalloutBlock, QuoteBlock, RichTextBlock
from cms.content.blocks.typed import BlockValue, Prose, TypedBlock
from cms.content.markdown.text import heading, paragraphs

PARTS = [
    ("rich_text", RichTextBlock()),
    ("callout", CalloutBlock()),
    ("quote", QuoteBlock()),
    ("image", ImageBlock()),
    ("document", DocumentBlock()),
    ("table", TableBlock()),
    ("timeline", TimelineBlock()),
    ("address", AddressBlock()),
    ("embed", EmbedBlock()),
]
PartsBlock = BodyBlock(PARTS)
type AnyPart = union(PartsBlock)  # type: ignore[valid-type]


class AccordionItem(BlockValue):
    heading: str
    content: list[AnyPart]


class AccordionValue(BlockValue):
    items: list[AccordionItem]


class AccordionBlock(TypedBlock, StructBlock):
    value_schema = AccordionValue

    items = ListBlock(
        StructBlock(
            [("heading", CharBlock(max_length=160)), ("content", PartsBlock)],
            icon="collapse-down",
        ),
        min_num=1,
    )

    class Meta:
        icon = "collapse-down"
        group = "Structure"
        label = "Accordion"
        template = "content/blocks/accordion.html"
        description = "Questions and answers that open one by one."
        preview_value = {
            "items": [
                {
                    "heading": "Who may attend?",
                    "content": [("rich_text", Prose("<p>Delegates and invited guests.</p>"))],
                }
            ]
        }

    def read(self, value: Any) -> AccordionValue:
        return AccordionValue.model_construct(
            items=[
                AccordionItem.model_construct(
                    heading=item["heading"], content=stream_json(item["content"])
                )
                for item in value["items"]
            ]
        )

    def searchable_text(self, value: Any) -> Iterator[str]:
        for item in value["items"]:
            yield item["heading"]
            yield from stream_text(item["content"])

    def markdown(self, value: Any) -> str:
        return paragraphs(
            part
            for item in value["items"]
            for part in (heading(item["heading"], 3), stream_markdown(item["content"]))
        )
