"""Rich text as a tree."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from cms.delivery.pages.richtext import add_trees, describe_trees, tree, tree_name


def dumped(html):
    return [node.model_dump() for node in tree(html)]


def text(words, *marks):
    return {"type": "text", "text": words, "marks": list(marks)}


def paragraph(*children):
    return {"type": "paragraph", "children": list(children)}


RULE = {"type": "rule"}
BREAK = {"type": "break"}
CHARTER = {
    "type": "link",
    "kind": "url",
    "id": None,
    "href": "/charter/",
    "children": [text("the "), text("Charter", "bold")],
}


@pytest.mark.parametrize(
    ("html", "nodes"),
    [
        ("", []),
        ("<p></p>", []),
        (
            "<p>Peace</p><hr/><p>Trade</p>",
            [paragraph(text("Peace")), RULE, paragraph(text("Trade"))],
        ),
        (
            "<p>A <b>bold <i>aim</i></b></p>",
            [paragraph(text("A "), text("bold ", "bold"), text("aim", "bold", "italic"))],
        ),
        (
            "<p>x<sup>2</sup><br/>y</p>",
            [paragraph(text("x"), text("2", "superscript"), BREAK, text("y"))],
        ),
        (
            '<p>See <a href="/charter/">the <b>Charter</b></a>.</p>',
            [paragraph(text("See "), CHARTER, text("."))],
        ),
        (
            "loose <b>words</b><p>and more</p>",
            [paragraph(text("loose "), text("words", "bold")), paragraph(text("and more"))],
        ),
        ("<div><p>inside</p></div>", [paragraph(text("inside"))]),
        ("<a>no address</a>", [paragraph(text("no address"))]),
        ("<!-- hidden --><p>shown</p>", [paragraph(text("shown"))]),
        ("<p>a &lt;b&gt; c</p>", [paragraph(text("a <b> c"))]),
    ],
)
def test_a_tree_says_what_the_html_says(html, nodes):
    assert dumped(html) == nodes


def test_lists_stand_in_lists():
    html = "<ol><li>one<ul><li>below</li></ul></li><li>two</li></ol>"
    below = {
        "type": "list",
        "ordered": False,
        "items": [{"type": "item", "children": [text("below")], "lists": []}],
    }

    assert dumped(html) == [
        {
            "type": "list",
            "ordered": True,
            "items": [
                {"type": "item", "children": [text("one")], "lists": [below]},
                {"type": "item", "children": [text("two")], "lists": []},
            ],
        }
    ]


tags = [f"<{slash}{name}>" for name in ("p", "ul", "li", "b") for slash in ("", "/")]


@given(st.lists(st.sampled_from([*tags, "<hr/>", "<br/>", "a", "b ", "é"])).map("".join))
def test_no_word_is_lost(html):
    text = BeautifulSoup(html, "html.parser").get_text()

    assert letters(dumped(html)) == "".join(text.split())


def letters(payload):
    if isinstance(payload, dict):
        return "".join((payload.get("text") or "").split()) + "".join(
            letters(payload[name]) for name in ("children", "items", "lists") if name in payload
        )
    return "".join(map(letters, payload))


def test_every_field_of_html_gets_its_tree():
    payload = {
        "body": [{"value": {"html": "<p>a</p>", "rows_html": [["<p>b</p>"]], "title": "html"}}]
    }

    add_trees(payload)

    value = payload["body"][0]["value"]
    assert value["tree"] == [paragraph(text("a"))]
    assert value["rows_tree"] == [[[paragraph(text("b"))]]]
    assert set(value) == {"html", "rows_html", "title", "tree", "rows_tree"}


def test_the_trees_are_described_and_not_required():
    points = {"type": "array", "items": {"type": "string"}}
    schemas = {"Value": {"properties": {"points_html": points}, "required": ["points_html"]}}

    describe_trees(schemas)

    tree = schemas["Value"]["properties"]["points_tree"]
    assert tree["items"] == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/RichTextNode"},
    }
    assert schemas["Value"]["required"] == ["points_html"]
    assert {"RichTextNode", "Paragraph", "TextList", "ListItem", "TextRun"} <= set(schemas)


def test_only_fields_of_html_have_trees():
    assert [tree_name(name) for name in ("html", "introduction_html", "html_url", "text")] == [
        "tree", "introduction_tree", "", "",
    ]  # fmt: skip
