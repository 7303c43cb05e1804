"""Registers the product's blocks."""

from typing import Any

from cms.content.blocks.accordion import AccordionBlock
from cms.content.blocks.lists import AimsBlock, FiguresBlock, PrinciplesBlock, TimelineBlock
from cms.content.blocks.media import DocumentBlock, EmbedBlock, ImageBlock
from cms.content.blocks.people import AddressBlock, PersonBlock
from cms.content.blocks.publications import PublicationsBlock
from cms.content.blocks.registry import accordion_blocks, body_blocks
from cms.content.blocks.structure import CardsBlock, TableBlock
from cms.content.blocks.text import CalloutBlock, HeadingBlock, QuoteBlock, RichTextBlock

ONLY_IN_BODIES: dict[str, type[Any]] = {
    "heading": HeadingBlock,
    "aims": AimsBlock,
    "principles": PrinciplesBlock,
    "figures": FiguresBlock,
    "publications": PublicationsBlock,
    "person": PersonBlock,
    "accordion": AccordionBlock,
    "cards": CardsBlock,
}
ALSO_IN_ACCORDIONS: dict[str, type[Any]] = {
    "rich_text": RichTextBlock,
    "callout": CalloutBlock,
    "quote": QuoteBlock,
    "image": ImageBlock,
    "document": DocumentBlock,
    "table": TableBlock,
    "timeline": TimelineBlock,
    "address": AddressBlock,
    "embed": EmbedBlock,
}


def add() -> None:
    """Add the blocks to the registries; called once, when the app is ready."""
    for name, block in (ONLY_IN_BODIES | ALSO_IN_ACCORDIONS).items():
        body_blocks.add(name, block)
    for name, block in ALSO_IN_ACCORDIONS.items():
        accordion_blocks.add(name, block)
