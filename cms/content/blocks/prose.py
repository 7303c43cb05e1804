"""All rich text and all images of a body, found at any depth and resolved in a few queries."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.blocks.struct_block import StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.images.models import AbstractImage
from wagtail.rich_text import expand_db_html

from cms.content.blocks.text import HeadingBlock
from cms.content.blocks.typed import Prose
from cms.content.images import prefetch_renditions

SEPARATOR = "\x1e"


def leaves(value: Any) -> Iterator[Any]:
    """Every value below, without the blocks that hold others."""
    if isinstance(value, StreamValue):
        for child in value:
            yield from leaves(child.value)
    elif isinstance(value, ListValue):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, StructValue):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, TypedTable):
        for row in value.row_data:
            for cell in row["values"]:
                yield from leaves(cell)
    elif value is not None:
        yield value


def resolve(*streams: StreamValue) -> None:
    """Makes bodies ready to be drawn or read.

    Expands every rich text, prefetches every image's renditions, and gives headings anchors
    that are unique on the page: one query a kind of link and one for renditions, however long
    the bodies are.
    """
    for stream in streams:
        number_anchors(stream)
    found = [leaf for stream in streams for leaf in leaves(stream)]
    texts = [leaf for leaf in found if isinstance(leaf, Prose) and leaf.expanded is None]
    sources = (text.source.replace(SEPARATOR, "") for text in texts)
    expanded = expand_db_html(SEPARATOR.join(sources)).split(SEPARATOR)
    for text, html in zip(texts, expanded, strict=False):
        text.expanded = html
    prefetch_renditions([leaf for leaf in found if isinstance(leaf, AbstractImage)])


def number_anchors(stream: StreamValue) -> None:
    seen: Counter[str] = Counter()
    for child in stream:
        if isinstance(child.block, HeadingBlock):
            anchor = child.block.anchor_in(child.value)
            seen[anchor] += 1
            repeated = seen[anchor] > 1
            child.value["anchor"] = f"{anchor}-{seen[anchor]}" if repeated else anchor
