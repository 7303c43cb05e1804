"""The cleaner of rich text."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from cms.content.rich_text import BLOCKS, INLINE, RichTextField, clean

PIECES = [
    *(
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<ul>",
        "<li>",
        "</li>",
        "<script>",
        "</script>",
        "<img src=x ",
    ),
    *("onerror=alert(1)>", '<a href="javascript:x()">', "</a>", "<svg/onload=x>", "&lt;", "&", "<"),
    *('<p onclick="x()">', '<a id="7" linktype="page">', "<embed embedtype='media' url='//x'>"),
    *("<style>", "</style>", "<!--", "-->", "<math><mi xlink:href=", '"', "'", ">", "text", "\0"),
    *('<a href="/a/" ', 'id="main">', "<iframe srcdoc=", "<br/>", "<hr>", "&#106;avascript:"),
]
markup = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=25).map("".join)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "words only",
        '<p data-block-key="a1b2c">One <b>two</b> &amp; <i>three</i><br/>four</p>',
        "<ol><li>a<ul><li>b</li></ul></li></ol><hr/>",
        '<p><a id="7" linktype="page">page</a> <a linktype="document" id="8">file</a></p>',
        '<p><a href="https://example.org/?a=1&amp;b=2">x</a> <a href="mailto:a@b.c">y</a></p>',
        "<p>H<sub>2</sub>O “quoted” é ปี &nbsp;</p>",
    ],
)
def test_output_of_the_editor_is_not_changed(source):
    assert clean(source) == source


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("<script>alert(1)</script>a", "a"),
        ("<p><img src=x onerror=alert(1)>a</p>", "<p>a</p>"),
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<a href="JaVa&#9;Script:x()">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<a href="/a/" id="main">a</a>', '<a href="/a/">a</a>'),
        ('<a linktype="other" id="7">a</a>', '<a id="7">a</a>'),
        ('<embed embedtype="media" url="http://127.0.0.1/"/>a', "a"),
        ("<iframe src=//example.org></iframe>a", "a"),
        ("<style>p{}</style><p style='x'>a</p>", "<p>a</p>"),
        ("<p><b>a", "<p><b>a</b></p>"),
        ("a</b></p>", "a<p></p>"),
        ("a < b", "a &lt; b"),
    ],
)
def test_all_other_markup_is_removed(source, cleaned):
    assert clean(source) == cleaned


@given(markup)
def test_only_allowed_elements_and_attributes_remain(source):
    cleaned = clean(source)

    for tag in BeautifulSoup(cleaned, "html.parser").find_all(True):
        assert tag.name in BLOCKS | INLINE
        assert set(tag.attrs) <= {"href", "id", "linktype", "data-block-key"}
        href = str(tag.get("href", ""))
        assert href.partition(":")[0] in {"http", "https", "mailto", "tel"} or not (
            href.strip().lower().startswith(("javascript", "data", "vbscript"))
        )


@given(markup)
def test_cleaning_twice_changes_nothing(source):
    once = clean(source)

    assert clean(once) == once


def test_the_field_cleans_all_values_and_migrates_as_wagtails():
    field, bad = RichTextField(), "<p>a<script>b</script></p>"

    assert {field.to_python(bad), field.from_db_value(bad), field.get_prep_value(bad)} == {
        "<p>a</p>"
    }
    assert field.from_db_value(None) is None
    assert field.deconstruct()[1] == "wagtail.fields.RichTextField"
