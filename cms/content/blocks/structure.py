"""Structural blocks: tables and cards."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from pydantic import BaseModel
from wagtail.blocks.field_block import CharBlock, PageChooserBlock, TextBlock, URLBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.struct_block import StructBlock, StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.content.addresses import absolute_url, page_url
from cms.content.blocks.typed import INLINE, BlockValue, ProseBlock, Text, TypedBlock
from cms.content.images import ImageJson, image_json
from cms.content.markdown.rich_text import inline_markdown
from cms.content.markdown.text import bullets, escape, link, paragraphs, strong, table
from cms.maintenance.state import public_state
from cms.media.pictures import picture_of


class TableValue(BlockValue):
    """A table; every row has one cell, as HTML, for each column."""

    caption: Text
    columns: list[str]
    rows_html: list[list[str]]


class TableBlock(TypedBlock, TypedTableBlock):
    value_schema = TableValue

    cell = ProseBlock(features=INLINE, label="Text")

    class Meta:
        icon = "table"
        group = "Structure"
        label = "Table"
        template = "content/blocks/table.html"
        description = "Rows and columns with a caption."

    def get_preview_value(self) -> Any:
        cells = [("Jakarta", "March"), ("Kuala Lumpur", "May")]
        return self.to_python(
            {
                "caption": "Meetings of the year",
                "columns": [{"type": "cell", "heading": name} for name in ("Place", "Month")],
                "rows": [{"values": [f"<p>{cell}</p>" for cell in row]} for row in cells],
            }
        )

    @property
    def is_previewable(self) -> bool:
        return True

    def read(self, value: Any) -> TableValue:
        return TableValue(
            caption=value.caption,
            columns=[column["heading"] for column in value.columns],
            rows_html=[[cell.html for cell in row["values"]] for row in value.row_data],
        )

    def searchable_text(self, value: Any) -> Iterator[str]:
        yield value.caption
        yield from (column["heading"] for column in value.columns)
        for row in value.row_data:
            yield from (cell.plain for cell in row["values"])

    def markdown(self, value: Any) -> str:
        columns = [escape(column["heading"]) for column in value.columns]
        rows = [[inline_markdown(cell.html) for cell in row["values"]] for row in value.row_data]
        return paragraphs([strong(value.caption or ""), table(columns, rows) if columns else ""])


class CardJson(BaseModel):
    """A card; `page` is the id of a page of this site, null if the card links elsewhere."""

    title: str
    text: Text
    url: str
    page: int | None
    image: ImageJson | None


class CardsValue(BlockValue):
    title: Text
    cards: list[CardJson]


class CardBlock(StructBlock):
    title = CharBlock(
        required=False, max_length=120, help_text="Leave empty for the title of the page."
    )
    text = TextBlock(required=False, rows=2)
    page = PageChooserBlock(required=False)
    url = URLBlock(required=False, label="Or an address elsewhere")
    image = ImageChooserBlock(required=False)

    class Meta:
        icon = "link"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            error = ValidationError("Choose a page or give an address: one of the two.")
            raise StructBlockValidationError(block_errors={"page": error})
        if cleaned["url"] and not cleaned["title"]:
            error = ValidationError("A card that links elsewhere needs a title.")
            raise StructBlockValidationError(block_errors={"title": error})
        return cleaned


class CardsBlock(TypedBlock, StructBlock):
    value_schema = CardsValue

    title = CharBlock(required=False, max_length=120)
    cards = ListBlock(CardBlock(), min_num=1)

    class Meta:
        icon = "thumbtack"
        group = "Structure"
        label = "Link cards"
        template = "content/blocks/cards.html"
        description = "Links to pages of this site or to other sites."
        preview_value = {
            "title": "Read on",
            "cards": [
                {
                    "title": "How decisions are made",
                    "text": "By consultation and consensus.",
                    "url": "https://example.org/",
                    "page": None,
                    "image": None,
                }
            ],
        }

    def is_shown(self, value: Any) -> bool:
        return any(shown_cards(value))

    def read(self, value: Any) -> CardsValue:
        cards = [card_json(card) for card in shown_cards(value)]
        return CardsValue(title=value["title"], cards=cards)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        cards = [
            {
                "title": card["title"] or card["page"].title,
                "text": card["text"],
                "url": page_url(card["page"]) if card["page"] else card["url"],
                "picture": picture_of(card["image"]),
            }
            for card in shown_cards(value)
        ]
        return context | {"shown": cards}

    def searchable_text(self, value: Any) -> Iterator[str]:
        yield value["title"]
        for card in shown_cards(value):
            yield from (card["title"], card["text"])

    def markdown(self, value: Any) -> str:
        content = self.read(value)
        cards = (
            paragraphs([link(escape(card.title), absolute_url(card.url)), escape(card.text)])
            for card in content.cards
        )
        return paragraphs([strong(content.title), bullets(cards)])


def shown_cards(value: Any) -> Iterator[Any]:
    """Yield the cards with a target, without cards to deleted or hidden pages."""
    for card in value["cards"]:
        page = card["page"]
        if public_state(page).is_visible if page else card["url"]:
            yield card


def card_json(card: Any) -> CardJson:
    page, image = card["page"], card["image"]
    return CardJson(
        title=card["title"] or page.title,
        text=card["text"],
        url=page_url(page) if page else card["url"],
        page=page and page.pk,
        image=image and image_json(image, alt=""),
    )
