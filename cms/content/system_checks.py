"""System checks that all rich text is cleaned."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from wagtail.blocks.base import Block
from wagtail.blocks.field_block import RawHTMLBlock, RichTextBlock
from wagtail.fields import RichTextField as WagtailRichTextField
from wagtail.fields import StreamField

from cms.content.blocks.typed import ProseBlock
from cms.content.rich_text import RichTextField


@register()
def check_rich_text(**_: Any) -> list[CheckMessage]:
    """Return an error for every field and block that stores HTML without cleaning it."""
    return [
        Error(f"{where} takes HTML that is not cleaned.", hint=hint, id="cms.content.E001")
        for where, hint in _unclean()
    ]


def _unclean() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            where = f"{model._meta.label}.{field.name}"
            if isinstance(field, WagtailRichTextField) and not isinstance(field, RichTextField):
                yield where, "Use cms.content.rich_text.RichTextField."
            elif isinstance(field, StreamField):
                for block in unclean_blocks(field.stream_block):
                    yield (
                        f"{where}, block {block.name!r},",
                        "Use cms.content.blocks.typed.ProseBlock.",
                    )


def unclean_blocks(block: Block) -> Iterator[Block]:
    """Yield the blocks at any depth that store HTML without cleaning it."""
    if isinstance(block, RawHTMLBlock) or (
        isinstance(block, RichTextBlock) and not isinstance(block, ProseBlock)
    ):
        yield block
    inner = getattr(block, "child_blocks", {}).values()
    for child in [*inner, *filter(None, [getattr(block, "child_block", None)])]:
        yield from unclean_blocks(child)
