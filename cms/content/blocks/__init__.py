"""The StreamField blocks that every page offers."""

from cms.content.blocks.accordion import PARTS, AccordionBlock
from cms.content.blocks.lists import AimsBlock, PrinciplesBlock
from cms.content.blocks.people import PersonBlock
from cms.content.blocks.stream import BodyBlock, union
from cms.content.blocks.structure import CardsBlock
from cms.content.blocks.text import HeadingBlock

BODY_BLOCKS = BodyBlock(
    [
        ("heading", HeadingBlock()),
        ("aims", AimsBlock()),
        ("principles", PrinciplesBlock()),
        ("person", PersonBlock()),
        ("accordion", AccordionBlock()),
        ("cards", CardsBlock()),
        *PARTS,
    ]
)
type AnyBlock = union(BODY_BLOCKS)  # type: ignore[valid-type]
