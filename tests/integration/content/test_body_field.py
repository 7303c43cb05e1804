"""Bodies offer the blocks that apps have added, and migrations contain none."""

from importlib import import_module

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.migrations import SeparateDatabaseAndState
from wagtail.blocks.field_block import CharBlock
from wagtail.blocks.struct_block import StructBlock

from cms.content.blocks.field import BodyField
from cms.content.blocks.registry import _stream, accordion_block, accordion_blocks, body_blocks
from cms.content.blocks.typed import BlockValue, TypedBlock
from home.models import ContentPage


class QuoteValue(BlockValue):
    """The same name as that of the product's quotes."""


class SayingBlock(TypedBlock, StructBlock):
    value_schema = QuoteValue
    text = CharBlock()


def test_a_body_offers_every_added_block_and_an_accordion_its_own():
    body = ContentPage._meta.get_field("body").stream_block
    content = body.child_blocks["accordion"].child_blocks["items"].child_block

    assert list(body.child_blocks) == list(body_blocks.entries())
    assert content.child_blocks["content"] is accordion_block()
    assert list(accordion_block().child_blocks) == list(accordion_blocks.entries())


def test_the_field_of_a_migration_has_no_blocks():
    field = ContentPage._meta.get_field("body")
    _, path, args, options = field.deconstruct()

    assert (path, args, options) == ("cms.content.blocks.field.BodyField", [], {"blank": True})
    assert isinstance(field.clone(), BodyField)


@pytest.mark.parametrize("entry", [CharBlock, SayingBlock(), "no dotted path", TypedBlock])
def test_a_class_that_is_not_a_typed_block_is_refused(entry):
    with (
        pytest.raises(ImproperlyConfigured, match="block 'new'"),
        body_blocks.replaced({"new": entry}),
    ):
        body_blocks.entries()


def test_two_blocks_cannot_share_the_name_of_their_schema():
    with pytest.raises(ImproperlyConfigured, match="a schema called QuoteValue"):
        _stream({"quote": body_blocks["quote"], "saying": SayingBlock})


@pytest.mark.parametrize("app", ["home", "whatwedo"])
def test_the_migration_to_body_fields_changes_no_table(app):
    migration = import_module(f"{app}.migrations.0002_body_field").Migration

    assert all(isinstance(each, SeparateDatabaseAndState) for each in migration.operations)
    assert [each.database_operations for each in migration.operations] == [[]]
