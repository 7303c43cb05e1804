"""Conversion of bodies to JSON, searchable text, Markdown and a table of contents."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field
from wagtail.blocks.stream_block import BaseStreamBlock, StreamBlock, StreamValue

from cms.content.blocks.typed import BlockJson, Heading, TypedBlock
from cms.content.markdown.text import paragraphs


class BodyBlock(StreamBlock):
    """A stream block without wrapping elements around its children."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"shown": shown(value)}

    class Meta:
        template = "content/blocks/stream.html"


def union(block: BaseStreamBlock) -> Any:
    """Return the union type of a stream's blocks, discriminated by `type`."""
    schemas = [child.json_schema for child in block.child_blocks.values()]
    return Annotated[reduce(or_, schemas), Field(discriminator="type")]


def shown(stream: StreamValue) -> list[Any]:
    """Return the children that are shown: in HTML, JSON and searchable text alike."""
    return [child for child in stream if child.block.is_shown(child.value)]


def typed_children(stream: StreamValue) -> Iterator[tuple[TypedBlock, Any, str]]:
    return ((child.block, child.value, child.id or "") for child in shown(stream))


def stream_json(stream: StreamValue) -> list[BlockJson]:
    return [block.to_json(value, block_id) for block, value, block_id in typed_children(stream)]


def stream_text(stream: StreamValue) -> Iterator[str]:
    """Yield non-empty plain texts in reading order."""
    for block, value, _ in typed_children(stream):
        yield from filter(None, block.searchable_text(value))


def stream_markdown(stream: StreamValue) -> str:
    return paragraphs(block.markdown(value) for block, value, _ in typed_children(stream))


def stream_headings(stream: StreamValue) -> list[Heading]:
    """Return the table of contents; anchors are unique after `prose.prepare_bodies`."""
    return [
        heading for block, value, _ in typed_children(stream) for heading in block.headings(value)
    ]
