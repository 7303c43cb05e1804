"""The model field of page bodies."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.fields import StreamField

from cms.content.blocks.registry import body_block


class BodyField(StreamField):
    """A StreamField with the blocks that apps have added to `body_blocks`.

    Blocks are looked up when they are first used and are left out of migrations, so that an app can
    add one without changing models of other apps. Data migrations use the stored JSON
    (`page.body.raw_data`), because blocks may be renamed later.
    """

    def __init__(self, *, blank: bool = True, **options: Any) -> None:
        super().__init__([], blank=blank, **options)

    @cached_property
    def stream_block(self) -> BaseStreamBlock:
        block = body_block()
        block.set_meta_options(self.block_opts)
        return block

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, options = super(StreamField, self).deconstruct()
        return name, path, [], options
