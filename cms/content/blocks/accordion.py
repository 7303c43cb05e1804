"""The accordion block: sections that expand, each with blocks."""

from collections.abc import Iterator
from typing import Any

from pydantic import ConfigDict
from wagtail.blocks.field_block import CharBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.struct_block import StructBlock

from cms.content.blocks.registry import AnyPart, accordion_block
from cms.content.blocks.stream import stream_json, stream_markdown, stream_text
from cms.content.blocks.typed import BlockValue, Prose, TypedBlock
from cms.content.markdown.text import heading, paragraphs


class AccordionItem(BlockValue):
    model_config = ConfigDict(defer_build=True)  # the blocks are known when all apps are ready

    heading: str
    content: list[AnyPart]


class AccordionValue(BlockValue):
    model_config = ConfigDict(defer_build=True)

    items: list[AccordionItem]


class AccordionBlock(TypedBlock, StructBlock):
    value_schema = AccordionValue

    def __init__(self, **options: Any) -> None:
        part = StructBlock(
            [("heading", CharBlock(max_length=160)), ("content", accordion_block())],
            icon="collapse-down",
        )
        super().__init__([("items", ListBlock(part, min_num=1))], **options)

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
