"""The registries of blocks that bodies and accordions may contain."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from wagtail.blocks.base import Block

from cms.content.blocks.stream import BodyBlock, union
from cms.content.blocks.typed import TypedBlock
from cms.registry import Registry

NAMES = "[a-z][a-z0-9_]*"
EXPECTED = "a class based on TypedBlock and on one of Wagtail's blocks"


def _is_block(entry: object) -> bool:
    return isinstance(entry, type) and issubclass(entry, TypedBlock) and issubclass(entry, Block)


body_blocks = Registry[type[Any]]("block", _is_block, EXPECTED, names=NAMES)
"""Block classes by their `type` in stored bodies and in the delivery API."""
accordion_blocks = Registry[type[Any]]("accordion block", _is_block, EXPECTED, names=NAMES)
"""Classes of blocks that are also available in accordions."""


@cache
def body_block() -> BodyBlock:
    """Return the block of a body; raises ImproperlyConfigured if two schemas share a name."""
    return _stream(body_blocks.entries())


@cache
def accordion_block() -> BodyBlock:
    """Return the block of the content of an accordion's section."""
    return _stream(accordion_blocks.entries())


def _stream(blocks: Mapping[str, type[Any]]) -> BodyBlock:
    schemas: dict[str, type[Any]] = {}
    for block in blocks.values():
        schema = block.value_schema
        if schemas.setdefault(schema.__name__, schema) is not schema:
            raise ImproperlyConfigured(
                f"Two blocks have a schema called {schema.__name__}: the OpenAPI document needs"
                " different names."
            )
    return BodyBlock([(name, block()) for name, block in blocks.items()])


type AnyBlock = union(body_block())  # type: ignore[valid-type]
type AnyPart = union(accordion_block())  # type: ignore[valid-type]
