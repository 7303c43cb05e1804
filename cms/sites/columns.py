"""Links that editors arrange: the footer's columns, and the site's presence elsewhere."""

from typing import Any

from wagtail.blocks.field_block import CharBlock, PageChooserBlock, URLBlock
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
