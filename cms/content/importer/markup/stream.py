"""Completes the raw values of blocks and builds their stream."""

import uuid
from collections import deque
from collections.abc import Mapping
from typing import Any

from django import forms
from wagtail.blocks.base import Block
from wagtail.blocks.field_block import FieldBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock, StreamValue
from wagtail.blocks.struct_block import BaseStructBlock

from cms.content.blocks.prose import leaves

Raw = dict[str, Any]


def body(stream_block: BaseStreamBlock, path: str, raw: list[Raw]) -> StreamValue:
    """Return the value of a body; raises ValueError for unknown blocks and fields.

    A block keeps its id from one import to the next if it keeps its position.
    """
    blocks = [
        _block(stream_block, each) | {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{path}#{number}"))}
        for number, each in enumerate(raw)
    ]
    value: StreamValue = stream_block.to_python(blocks)
    deque(leaves(value), maxlen=0)  # Wagtail stores values it has not yet read as they came
    return value


def _block(stream_block: BaseStreamBlock, raw: Raw) -> Raw:
    name = raw["type"]
    if name not in stream_block.child_blocks:
        names = ", ".join(stream_block.child_blocks)
        raise ValueError(f"there is no block `::: {name}` here: choose from {names}.")
    return {"type": name, "value": _complete(stream_block.child_blocks[name], name, raw["value"])}


def _complete(block: Block, name: str, value: Any) -> Any:
    """Return the value with the defaults of missing fields, as if it came from a form."""
    if isinstance(block, BaseStreamBlock) and isinstance(value, list):
        return [_block(block, each) for each in value]
    if isinstance(block, ListBlock) and isinstance(value, list):
        return [_complete(block.child_block, name, each) for each in value]
    if isinstance(block, BaseStructBlock) and isinstance(value, Mapping):
        fields = block.child_blocks
        if unknown := set(value) - set(fields):
            raise ValueError(
                f"`::: {name}` has no {', '.join(sorted(unknown))}: use {', '.join(fields)}."
            )
        return {
            key: _complete(child, name, value[key]) if key in value else _default(child)
            for key, child in fields.items()
        }
    return value


def _default(block: Block) -> Any:
    field = getattr(block, "field", None)
    is_text = isinstance(block, FieldBlock) and isinstance(field, forms.CharField)
    default = block.get_default()
    return "" if is_text and default is None else block.get_prep_value(default)
