"""Find the sections of a body that have a heading and nothing below it."""

from typing import Any

from django.db.models import Model
from wagtail.blocks.stream_block import StreamValue

from cms.content.blocks.prose import leaves
from cms.content.blocks.stream import typed_children
from cms.content.blocks.text import HeadingBlock


def empty_sections(body: StreamValue) -> tuple[str, ...]:
    """Return the texts of headings without content before the next one of their level or above."""
    open_headings: list[tuple[int, str]] = []
    empty: list[str] = []
    for block, value, _ in typed_children(body):
        if isinstance(block, HeadingBlock):
            level = int(value["level"] or 2)
            empty += [text for depth, text in open_headings if depth >= level]
            open_headings = [each for each in open_headings if each[0] < level]
            open_headings.append((level, value["text"]))
        elif has_content(block, value):
            open_headings = []
    return tuple(filter(None, [*empty, *(text for _, text in open_headings)]))


def has_content(block: Any, value: Any) -> bool:
    """Return whether a block has words, a record, a file or an address elsewhere."""
    if any(text and text.strip() for text in block.searchable_text(value)):
        return True
    return any(isinstance(each, Model) or _is_address(each) for each in leaves(value))


def _is_address(value: Any) -> bool:
    return str(getattr(value, "url", value)).startswith(("http://", "https://"))
