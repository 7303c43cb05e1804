"""Reading a source takes time in proportion to its size, also for repetitive input."""

import contextlib
import json
import time
from types import SimpleNamespace

import pytest

from cms.content.blocks.prose import number_anchors
from cms.content.blocks.registry import body_block
from cms.content.checks.rules import links_in, reading_ease
from cms.content.importer.markup.html import blocks
from cms.content.importer.sources.folder import read
from cms.content.importer.sources.jsonl import JsonLines
from cms.content.importer.sources.wordpress import _paths
from cms.content.importer.sources.wordpress_html import ExportContext, convert_html, plain_text
from cms.content.importer.sources.wordpress_items import Item
from cms.content.rich_text import clean

SIZE = 24_000  # characters; in quadratic time some of these took over 15 s, in cubic time 40 s
SECONDS = 10.0
PIECES = [
    *("[", "[caption", "[caption]<img", "[embed", "[embed] x", "[/caption]", "[embed]x"),
    *("<", "<p", "<p>", "<a href=x>", "<a ", "<!--", "<b>", "<li>", "<td>", "<div>", "<h2>x"),
    *("<img src=a>", "<iframe src=//a>", "<blockquote>", "<p>x</p>y", "<h2><div>", "</p>"),
    *("\n \n", "\n", " ", "\t", "&", "::: aims\n", "> ", "- ", "#", "* a\n", "|", "`", "*", "_"),
    *("![", "[a](", "(", "a.", "a'", "a-", "]", "\\", "[a]: b\n", "a:\n", "a: {", "  - "),
]
NO_PAGES = SimpleNamespace(linked_page=lambda href: None)
ALONE = ExportContext({}, {}, None)
READERS = {
    "markdown": lambda text: blocks(text, "markdown", NO_PAGES),
    "html": lambda text: blocks(text, "html", NO_PAGES),
    "wordpress": lambda text: blocks(convert_html(text, ALONE)[0], "wordpress", NO_PAGES),
    "plain text": lambda text: blocks(text, "text", NO_PAGES),
    "title": plain_text,
    "front matter": lambda text: read(f"---\n{text}\n---\n"),
    "file": read,
    "links": lambda text: list(links_in(text)),
    "reading ease": reading_ease,
    "cleaner": clean,
}


@pytest.mark.parametrize("reader", READERS)
def test_no_repeated_piece_takes_longer_than_its_length(reader):
    slow = {}
    for piece in PIECES:
        began = time.process_time()
        with contextlib.suppress(ValueError):  # refused, with a reason
            READERS[reader](piece * (SIZE // len(piece)))
        if (seconds := time.process_time() - began) > SECONDS:
            slow[piece] = round(seconds, 1)

    assert not slow


def test_equal_titles_are_numbered_in_one_go(tmp_path):
    file = tmp_path / "pages.jsonl"
    file.write_text(f"{json.dumps({'title': 'Aims', 'text': 'x'})}\n" * 20_000)
    began = time.process_time()
    paths = [record.path for record in JsonLines(file, "/")]

    assert paths[:2] + paths[-1:] == ["/aims/", "/aims-2/", "/aims-20000/"]
    assert time.process_time() - began < SECONDS


def item(number, parent):
    fields = {"post_id": str(number), "post_parent": str(parent), "post_type": "page"}
    return Item("", fields | {"post_name": "aims", "title": "Aims"}, [])


@pytest.mark.parametrize("parent_of", [lambda n: 0, lambda n: n - 1, lambda n: n + 1, lambda n: n])
def test_pages_of_an_export_with_any_parents_are_placed(parent_of):
    began = time.process_time()
    paths = _paths([item(number, parent_of(number)) for number in range(1, 5_000)], lambda _: "/")

    assert len(set(paths.values())) == 4_999
    assert time.process_time() - began < SECONDS


def test_equal_headings_are_numbered_in_one_go():
    heading = {"type": "heading", "value": {"text": "Aims", "level": "2", "anchor": ""}}
    body = body_block().to_python([heading] * 10_000)
    began = time.process_time()
    number_anchors(body)

    assert body[9_999].value["anchor"] == "aims-10000"
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<div>" * 500 + "x", "nested"),
        ("<b>x</b>" * 30_000, "elements"),
        ("<table>" + "<tr><td>x" * 500 + "<tr>" + "<td>x" * 500 + "</table>", "cells"),
    ],
)
def test_a_page_with_too_much_content_is_refused(html, message):
    with pytest.raises(ValueError, match=message):
        blocks(html, "html", NO_PAGES)
