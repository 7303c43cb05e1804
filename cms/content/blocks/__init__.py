"""The StreamField blocks that every page offers."""

from wagtail.blocks.field_block import RichTextBlock

BODY_BLOCKS = [("rich_text", RichTextBlock())]
