"""List blocks: aims, principles, timelines."""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.blocks.field_block import CharBlock, TextBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.struct_block import StructBlock

from cms.content.blocks.typed import INLINE, BlockValue, Prose, ProseBlock, Text, TypedBlock
from cms.content.markdown.text import bullets, escape, numbered, paragraphs, strong


class PointsValue(BlockValue):
    """`points_html` holds the HTML of each point, in order."""

    lead: Text
    points_html: list[str]


class PointsBlock(TypedBlock, StructBlock):
    """A lead sentence and a list of points; the base of aims and principles."""

    value_schema = PointsValue

    lead = TextBlock(required=False, rows=2, help_text="The sentence that the points complete.")
    points = ListBlock(ProseBlock(features=INLINE), min_num=1)

    def read(self, value: Any) -> PointsValue:
        return PointsValue(
            lead=value["lead"], points_html=[point.html for point in value["points"]]
        )

    def searchable_text(self, value: Any) -> Iterator[str]:
        yield value["lead"]
        for point in value["points"]:
            yield point.plain

    def markdown(self, value: Any) -> str:
        points = (point.markdown for point in value["points"])
        return paragraphs([escape(value["lead"] or ""), self.list_markdown(points)])

    def list_markdown(self, points: Iterable[str]) -> str:
        return bullets(points)


class AimsBlock(PointsBlock):
    def list_markdown(self, points: Iterable[str]) -> str:
        return numbered(points)

    class Meta:
        icon = "list-ol"
        group = "Lists"
        label = "Aims"
        template = "content/blocks/aims.html"
        description = "The organisation's aims: a lead sentence and its points."
        preview_value = {
            "lead": "Together the members want to:",
            "points": [
                Prose("<p>keep the peace in their region</p>"),
                Prose("<p>let everybody share in growth</p>"),
            ],
        }


class PrinciplesBlock(PointsBlock):
    class Meta:
        icon = "list-ul"
        group = "Lists"
        label = "Principles"
        template = "content/blocks/principles.html"
        description = "The rules the members keep among themselves."
        preview_value = {
            "lead": "In all they do, the members:",
            "points": [
                Prose("<p>respect one another as equals</p>"),
                Prose("<p>settle disputes peacefully</p>"),
            ],
        }


class KeyFigure(BlockValue):
    value: str
    label: str


class FiguresValue(BlockValue):
    source: Text
    items: list[KeyFigure]


class FiguresBlock(TypedBlock, StructBlock):
    """Numbers worth knowing, each with what it counts."""

    value_schema = FiguresValue

    items = ListBlock(
        StructBlock(
            [
                ("value", CharBlock(max_length=24, help_text="The number: 11, 1967, 40%.")),
                ("label", CharBlock(max_length=120, help_text="What it counts: Members.")),
            ],
            icon="plus",
        ),
        min_num=1,
        max_num=6,
    )
    source = CharBlock(required=False, max_length=160, help_text="Where the figures come from.")

    class Meta:
        icon = "order"
        group = "Lists"
        label = "Key figures"
        template = "content/blocks/figures.html"
        description = "Up to six numbers in large type, each with what it counts."
        preview_value = {
            "items": [
                {"value": "11", "label": "Members"},
                {"value": "1967", "label": "year of the founding declaration"},
            ],
            "source": "",
        }

    def read(self, value: Any) -> FiguresValue:
        items = [KeyFigure(value=item["value"], label=item["label"]) for item in value["items"]]
        return FiguresValue(source=value["source"], items=items)

    def searchable_text(self, value: Any) -> Iterator[str]:
        for item in value["items"]:
            yield f"{item['value']} {item['label']}"
        yield value["source"]

    def markdown(self, value: Any) -> str:
        items = (f"{strong(item['value'])} {escape(item['label'])}" for item in value["items"])
        return paragraphs([bullets(items), escape(value["source"] or "")])


class TimelineItem(BlockValue):
    date: str
    title: str
    text: Text


class TimelineValue(BlockValue):
    items: list[TimelineItem]


class TimelineBlock(TypedBlock, StructBlock):
    value_schema = TimelineValue

    items = ListBlock(
        StructBlock(
            [
                ("date", CharBlock(max_length=40, help_text="As readers say it: August 1967.")),
                ("title", CharBlock(max_length=160)),
                ("text", TextBlock(required=False, rows=2)),
            ],
            icon="date",
        ),
        min_num=1,
    )

    class Meta:
        icon = "history"
        group = "Lists"
        label = "Timeline"
        template = "content/blocks/timeline.html"
        description = "Events in the order in which they happened."
        preview_value = {
            "items": [
                {"date": "1967", "title": "Founded", "text": "Five states sign a declaration."},
                {"date": "1976", "title": "First summit", "text": ""},
            ]
        }

    def read(self, value: Any) -> TimelineValue:
        return TimelineValue(items=[TimelineItem(**item) for item in value["items"]])

    def searchable_text(self, value: Any) -> Iterator[str]:
        for item in value["items"]:
            yield from (item["date"], item["title"], item["text"])

    def markdown(self, value: Any) -> str:
        return bullets(
            paragraphs(
                [f"{strong(item['date'])}: {escape(item['title'])}", escape(item["text"] or "")]
            )
            for item in value["items"]
        )
