"""Key figures: a few numbers, each with its meaning."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks.field_block import CharBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.struct_block import StructBlock

from cms.content.blocks.typed import BlockValue, TypedBlock


class KeyFigure(BlockValue):
    number: str
    meaning: str


class KeyFiguresValue(BlockValue):
    items: list[KeyFigure]


class KeyFiguresBlock(TypedBlock, StructBlock):
    value_schema = KeyFiguresValue

    items = ListBlock(
        StructBlock(
            [("number", CharBlock(max_length=20)), ("meaning", CharBlock(max_length=120))],
            icon="order",
        ),
        min_num=1,
    )

    class Meta:
        icon = "order"
        group = "Lists"
        label = "Key figures"
        template = "federation/blocks/key_figures.html"
        description = "A few numbers, each with its meaning."
        preview_value = {"items": [{"number": "42", "meaning": "ports on five rivers"}]}

    def read(self, value: Any) -> KeyFiguresValue:
        return KeyFiguresValue(items=[KeyFigure(**each) for each in value["items"]])

    def searchable_text(self, value: Any) -> Iterator[str]:
        for each in value["items"]:
            yield f"{each['number']} {each['meaning']}"
