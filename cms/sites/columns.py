"""Blocks that editors arrange: footer columns, links elsewhere, parts of the home page."""

from typing import Any

from wagtail.blocks.field_block import CharBlock, IntegerBlock, PageChooserBlock, URLBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.struct_block import StructBlock
from wagtail.fields import StreamField


class LinkBlock(StructBlock):
    """A page of the site, or an address elsewhere."""

    label = CharBlock(max_length=80)
    page = PageChooserBlock(required=False)
    url = URLBlock(label="Or an address elsewhere", required=False)

    class Meta:
        icon = "link"


class ColumnBlock(StructBlock):
    title = CharBlock(max_length=80)
    links = ListBlock(LinkBlock(), min_num=1)

    class Meta:
        icon = "list-ul"


class PartBlock(StructBlock):
    title = CharBlock(max_length=80, required=False, help_text="Leave empty for the usual heading.")


class SectionsBlock(PartBlock):
    class Meta:
        icon = "grid"
        label = "Sections of the site"


class UpdatedBlock(PartBlock):
    number = IntegerBlock(min_value=1, max_value=12, default=4, label="Number of pages")

    class Meta:
        icon = "history"
        label = "Recently updated pages"


class PopularBlock(PartBlock):
    class Meta:
        icon = "search"
        label = "Popular searches"


class LinksField(StreamField):
    """A stream whose blocks stay out of migrations."""

    def __init__(self, block_types: Any = (), **options: Any) -> None:
        super().__init__(block_types, blank=True, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, options = super().deconstruct()
        return name, path, [], {key: options[key] for key in ("help_text",) if key in options}


def columns_field() -> LinksField:
    return LinksField([("column", ColumnBlock())], max_num=4)


def social_field() -> LinksField:
    return LinksField([("link", LinkBlock())], max_num=12)


def parts_field() -> LinksField:
    blocks = [
        ("sections", SectionsBlock()),
        ("updated", UpdatedBlock()),
        ("popular", PopularBlock()),
    ]
    at_most_one = {name: {"max_num": 1} for name, _ in blocks}
    return LinksField(
        blocks,
        block_counts=at_most_one,
        help_text="What follows the text of the home page. Leave empty for the sections alone.",
    )
