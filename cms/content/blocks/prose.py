"""Prepares bodies for rendering: loads all that they show, at any depth, in a few queries."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.blocks.struct_block import StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.images.models import AbstractImage
from wagtail.rich_text import expand_db_html

from cms.content.blocks.text import HeadingBlock
from cms.content.blocks.typed import Prose
from cms.content.free_names import free_name
from cms.content.images import prefetch_renditions
from cms.directory.models import MemberState, Person

SEPARATOR = "\x1e"
# Every `id` in the templates around a body, which headings must not use.
RESERVED = {
    "arrow",
    "contact-problem",
    "contact-website",
    "contents-title",
    "facts-title",
    "feedback",
    "figure-text",
    "figure-title",
    "footer-languages",
    "footer-sections",
    "footer-services",
    "hero-search",
    "languages",
    "listed",
    "main",
    "members",
    "organs",
    "quick-search",
    "related-title",
    "relations",
    "section-title",
    "sections",
}


def leaves(value: Any) -> Iterator[Any]:
    """Yield all values at any depth, without their containers."""
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


def prepare_bodies(*streams: StreamValue) -> None:
    """Prepare bodies for rendering, in place.

    Expands rich text, prefetches countries and portraits of people and renditions of images, and
    makes the anchors of headings unique. Each of these, and each kind of link, takes one query for
    bodies of any length.
    """
    for stream in streams:
        number_anchors(stream)
    all_leaves = [leaf for stream in streams for leaf in leaves(stream)]
    texts = [leaf for leaf in all_leaves if isinstance(leaf, Prose) and leaf.expanded is None]
    sources = (text.source.replace(SEPARATOR, "") for text in texts)
    expanded = expand_db_html(SEPARATOR.join(sources)).split(SEPARATOR)
    for text, html in zip(texts, expanded, strict=False):
        text.expanded = html
    people = [leaf for leaf in all_leaves if isinstance(leaf, Person)]
    states = Prefetch("country", MemberState.objects.select_related("flag"))
    prefetch_related_objects(people, states, "portrait")
    all_leaves += [person.portrait for person in people]
    prefetch_renditions([leaf for leaf in all_leaves if isinstance(leaf, AbstractImage)])


def number_anchors(stream: StreamValue) -> None:
    """Make the anchors of a body unique; those that editors entered are not changed."""
    anchors, numbers = set(RESERVED), dict[str, int]()
    headings = [child for child in stream if isinstance(child.block, HeadingBlock)]
    for child in sorted(headings, key=lambda child: not child.value["anchor"]):
        anchor = free_name(child.block.anchor_in(child.value), anchors, numbers)
        child.value["anchor"] = anchor
        anchors.add(anchor)
