"""Plain text and rich text become Markdown that shows exactly what they say."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cms.content.markdown.rich_text import html_markdown
from cms.content.markdown.text import (
    bullets,
    destination,
    escape,
    heading,
    link,
    numbered,
    paragraphs,
    quote,
    table,
)

READER = MarkdownIt("commonmark").enable("table")
HOSTILE = [
    "# no heading",
    "- no item",
    "1. no item",
    "[x](javascript:1)",
    "<script>",
    "a | b",
    "---",
]
line = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80)


def shown(markdown):
    """Return the text that a reader of CommonMark shows."""
    return unescape(re.sub(r"<[^>]+>", "", READER.render(markdown))).strip()


def elements(markdown):
    return set(re.findall(r"<(\w+)", READER.render(markdown)))


@given(line)
def test_any_text_is_rendered_unchanged(text):
    assert shown(escape(text)) == " ".join(text.split())
    assert elements(escape(text)) <= {"p"}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_with_markup_is_escaped(text):
    assert elements(heading(text, 2)) == {"h2"}
    assert elements(bullets([escape(text)])) <= {"ul", "li", "p"}
    assert elements(html_markdown(f"<p>{text.replace('<', '&lt;')}</p>")) == {"p"}


@given(line)
def test_a_table_keeps_its_columns(text):
    rows = READER.render(table(["A", "B"], [[escape(text), "b"]]))

    assert rows.count("<td") == 2


@pytest.mark.parametrize("url", ["/a(b", "https://x.org/a b", "/a>b<", "/a\\b", "/a\nb"])
def test_an_address_is_one_destination(url):
    assert elements(link("Label", url)) == {"p", "a"}
    assert "\n" not in destination(url)


def test_blocks_are_joined_nested_and_numbered():
    item = paragraphs(["First", "Second"])

    assert bullets([item, ""]) == "- First\n\n  Second"
    assert numbered(["a", "", "b"]) == "1. a\n2. b"
    assert quote("a\n\nb") == "> a\n>\n> b"


def test_rich_text_keeps_lists_links_and_marks():
    html = (
        '<p>One <b>bold</b> <i>word</i>, <a href="https://x.org/a_(b)">a link</a>; '
        "CO<sub>2</sub></p><ul><li>first<ol><li>inner</li></ol></li><li>second</li></ul><hr/>"
    )

    assert html_markdown(html) == (
        "One **bold** *word*, [a link](<https://x.org/a_(b)>); CO<sub>2</sub>\n\n"
        "- first\n  1. inner\n- second\n\n---"
    )
