"""Declarations of fields are checked, and names, facets and sort orders derived from them."""

import pytest

from search.fields import Field, FieldError
from search.fields.registry import Registry

DATE = Field("date", "Date", "date", is_sorted=True)


def fields(*declared: Field):
    registry = Registry()
    registry.register(*declared)
    return registry.fields()


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        (
            {"name": "author", "kind": "colour"},
            "“colour” is not a kind; choose from text, value, date",
        ),
        ({"name": "Author"}, "is not a valid name"),
        ({"name": "author name"}, "is not a valid name"),
        ({"name": "cursor"}, "is reserved"),
        ({"name": "title_stem"}, "is reserved"),
        ({"name": "blurb", "kind": "text", "weight": 0}, "greater than 0"),
    ],
)
def test_an_invalid_declaration_is_reported(declaration, message):
    with pytest.raises(FieldError, match=message):
        Field(label="Label", **declaration)


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ([Field("author", "A"), Field("author", "B")], "a field of this name already"),
        ([DATE, Field("start", "Start", "date")], "only one"),
        ([Field("blurb", "Blurb", "text", within="body")], "“body” is not a text field"),
        ([Field("author", "A"), Field("note", "N", "text", scope="author")], "is a value field"),
    ],
)
def test_conflicting_declarations_are_refused(declared, message):
    with pytest.raises(FieldError, match=message):
        fields(*declared)


def test_registration_closes_once_the_fields_are_used():
    registry = Registry()
    registry.register(Field("author", "Author"))
    assert registry.fields().filters == ("author",)

    with pytest.raises(FieldError, match=r"AppConfig\.ready"):
        registry.register(Field("editor", "Editor"))


def test_fields_can_be_replaced_in_a_block():
    registry = Registry()
    registry.register(Field("author", "Author"))
    before = registry.fields()

    with registry.replaced(Field("editor", "Editor")) as more:
        assert more.filters == registry.fields().filters == ("author", "editor")
        assert more.fingerprint != before.fingerprint
    assert registry.fields() is before


def test_names_facets_and_sort_orders_are_derived_from_declarations():
    collection = fields(
        Field("title", "Title", "text", is_sorted=True),
        Field("headings", "Heading", "text", within="body", scope="body"),
        Field("body", "Text", "text"),
        DATE,
        Field("author", "Author", is_sorted=True),
        Field("secret", "Secret", is_faceted=False, is_filtered=False),
    )

    assert collection.query_names == ("title", "body", "date", "author", "secret")
    assert collection.scopes == {"title": ("title",), "body": ("headings", "body")}
    assert collection.exact_names == ("title", "body")
    assert collection.excerpt_names == ("body",)
    assert collection.filters == ("author",)
    assert collection.facets == ("date", "author")
    assert collection.sorts == ("relevance", "-date", "date", "title", "author", "-author")
    assert (collection.query_name("AUTHOR"), collection.query_name("colour")) == ("author", None)
    assert collection["author"].noun == "author"


def test_only_indexed_attributes_change_the_fingerprint():
    fingerprint = fields(Field("author", "Author")).fingerprint

    assert fields(Field("author", "Writer", is_faceted=False)).fingerprint == fingerprint
    assert fields(Field("author", "Author", is_sorted=True)).fingerprint != fingerprint
    assert fields(Field("author", "Author", "text")).fingerprint != fingerprint
