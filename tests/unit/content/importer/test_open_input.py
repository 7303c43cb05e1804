"""Any input becomes blocks or a list of problems; the importer never fails."""

import json
from pathlib import Path

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from cms.content.importer.markup.html import blocks
from cms.content.importer.record import Problem, Record
from cms.content.importer.sources.folder import read
from cms.content.importer.sources.jsonl import JsonLines
from tests.unit.content.importer.test_markup import NoPages

# Texts in which the marks of Markdown, HTML and YAML are likely.
MARKS = ["::: aims\n", ":::\n", "- ", "\n\n", "## ", "| a |\n", "<p>", "</p>", "<table>", "---\n"]
texts = st.lists(st.sampled_from(MARKS) | st.text(max_size=12), max_size=20).map("".join)


@given(texts)
def test_any_markdown_becomes_blocks_or_a_reason(text: str):
    try:
        body = blocks(text, "markdown", NoPages())
    except ValueError:
        return  # refused, with a reason
    assert all(each["type"] and each["value"] for each in body)


@given(texts)
def test_any_html_becomes_blocks_without_scripts(text: str):
    try:
        body = blocks(f"<script>{text}", "html", NoPages())
    except ValueError:
        return  # refused, with a reason
    assert "<script" not in json.dumps(body)


@given(st.lists(st.text("abc <&>'\"é中ก.", min_size=1).filter(str.strip), max_size=6))
def test_plain_text_keeps_every_word(paragraphs: list[str]):
    body = blocks("\n\n".join(paragraphs), "text", NoPages())
    texts = [
        " ".join(paragraph.get_text().split())
        for each in body
        for paragraph in BeautifulSoup(each["value"], "html.parser").find_all("p")
    ]

    assert texts == [" ".join(each.split()) for each in paragraphs]


@given(texts)
def test_any_front_matter_is_read_or_refused(text: str):
    try:
        fields, _ = read(f"---\n{text}")
    except ValueError:
        return  # refused, with a reason
    assert isinstance(fields, dict)


@given(st.lists(st.binary(max_size=30) | st.sampled_from([b'{"title": "A", "text": "b"}', b"[[["])))
def test_any_lines_become_records_or_problems(tmp_path_factory, lines: list[bytes]):
    file: Path = tmp_path_factory.mktemp("lines") / "pages.jsonl"
    file.write_bytes(b"\n".join(lines))
    items = list(JsonLines(file, "/"))

    assert all(isinstance(each, Record | Problem) for each in items)
    paths = [each.path for each in items if isinstance(each, Record)]
    assert len(paths) == len(set(paths))
