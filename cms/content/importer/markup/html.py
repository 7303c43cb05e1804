"""Converts HTML, Markdown and plain text to the raw values of blocks."""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from html import escape
from typing import Any

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from cms.content.importer.markup import containers
from cms.content.importer.markup.markdown import to_html
from cms.content.importer.markup.size import check_size, collapse_line_ends
from cms.content.importer.markup.text import words
from cms.content.importer.record import Form
from cms.content.importer.references import References

Raw = dict[str, Any]

INLINE = {"a", "b", "br", "code", "em", "i", "strong", "sub", "sup"}
RUNNING = {"hr", "ol", "p", "ul"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
TABLE = {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
BLOCKS = {"blockquote", "cite", "dd", "div", "dl", "dt", "figure", "footer", "li", "pre", "section"}
FRAMING = {
    *("address", "article", "aside", "center", "details", "dialog", "fieldset", "figcaption"),
    *("header", "hgroup", "legend", "main", "menu", "nav", "option", "search", "summary"),
}
"""Elements that only separate the text in them from the rest."""
KNOWN_TAGS = INLINE | RUNNING | HEADINGS | TABLE | BLOCKS | FRAMING
SPANS = {"colspan", "rowspan"}
BLOCK_MARKS = {"data-block", "data-parameters"}
_BLANK_LINES = re.compile(r"\n\s*\n")
PICTURE = {"src", "alt", "title"}
RENAMED = {"strong": "b", "em": "i"}  # as Wagtail stores them


def blocks(text: str, form: Form, references: References) -> list[Raw]:
    """Return the raw values of a body; raises ValueError for text that cannot become blocks."""
    if form == "text":
        return _plain(text)
    is_markdown = form == "markdown"
    html = _clean(to_html(text) if is_markdown else text, form)
    check_size(html)
    soup = BeautifulSoup(collapse_line_ends(html), "html.parser")
    _normalise(soup, references)
    return list(_blocks(soup, references))


def _plain(text: str) -> list[Raw]:
    """Return paragraphs for plain text: blank lines separate them, single line ends are spaces."""
    parts = (" ".join(part.split()) for part in _BLANK_LINES.split(text))
    paragraphs = [f"<p>{escape(part, quote=False)}</p>" for part in parts if part]
    return [_rich_text(paragraphs)] if paragraphs else []


def _clean(html: str, form: Form) -> str:
    """Return HTML with only the elements that blocks can hold; images only if files can come."""
    marks = BLOCK_MARKS if form == "markdown" else set()
    return nh3.clean(
        html,
        tags=KNOWN_TAGS | (set() if form == "html" else {"img"}),
        clean_content_tags={"script", "style", "template", "title"},
        attributes={
            "a": {"href", "data-document"} if form == "wordpress" else {"href"},
            "blockquote": {"cite"},
            "div": marks,
            "pre": marks,
            "img": PICTURE,
            "td": SPANS,
            "th": SPANS,
        },
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _normalise(soup: BeautifulSoup, references: References) -> None:
    for tag in soup.find_all(list(RENAMED)):
        tag.name = RENAMED[tag.name]
    for item in soup.find_all(["li", "td", "th"]):
        for paragraph in item.find_all("p", recursive=False):
            if paragraph.find_previous_sibling():
                paragraph.insert_before(soup.new_tag("br"))
            paragraph.unwrap()
    for link in soup.find_all("a"):
        if name := str(link.get("data-document") or ""):
            if document := references.file("document", name, words(link)):
                link.attrs = {"linktype": "document", "id": str(document)}
        elif page := references.linked_page(str(link.get("href", ""))):
            link.attrs = {"linktype": "page", "id": str(page)}


def _blocks(parent: Tag, references: References) -> Iterator[Raw]:
    """Yield blocks; consecutive running text becomes one rich text block."""
    running: list[str] = []
    for child in _grouped(parent):
        for piece in _pieces(child, references):
            if isinstance(piece, str):
                running.append(piece)
                continue
            lead = _lead_of(piece, running)
            if running:
                yield _rich_text(running)
                running = []
            if lead:
                piece["value"]["lead"] = lead
            yield piece
    if running:
        yield _rich_text(running)


def _grouped(parent: Tag) -> Iterator[Tag]:
    """Yield the children; loose text and inline elements are wrapped in paragraphs."""
    loose: list[PageElement] = []
    for child in [*parent.children, None]:
        if isinstance(child, NavigableString) or (isinstance(child, Tag) and child.name in INLINE):
            loose.append(child)
            continue
        if loose:
            yield _paragraph(loose)
            loose = []
        if isinstance(child, Tag):
            yield child


def _paragraph(parts: Iterable[PageElement]) -> Tag:
    paragraph = Tag(name="p", can_be_empty_element=False)
    for part in parts:
        paragraph.append(copy(part))  # to extract it would search among all its siblings
    return paragraph


def _rich_text(running: Iterable[str]) -> Raw:
    return {"type": "rich_text", "value": "".join(running)}


def _lead_of(block: Raw, running: list[str]) -> str:
    """Take the lead of a list without one: the paragraph before it, if it ends in a colon."""
    value = block["value"]
    if block["type"] not in {"aims", "principles"} or value["lead"] or not running:
        return ""
    if not running[-1].startswith("<p>"):
        return ""
    text = words(BeautifulSoup(running[-1], "html.parser"))
    if not text.endswith((":", "：")):
        return ""
    running.pop()
    return text


def _pieces(node: Tag, references: References) -> Iterator[Raw | str]:
    """Yield the blocks of one element, or HTML of running text."""
    if node.get("data-block"):
        block = containers.block(node, references, lambda tag: list(_blocks(tag, references)))
        if block:
            yield block
    elif node.name == "p" and (picture := node.find("img")):
        if words(node) or len(node.find_all("img")) > 1:
            raise ValueError("an image should stand in a paragraph of its own.")
        if block := containers.image(picture, references):
            yield block
    elif node.name in HEADINGS:
        if text := words(node):
            level = "2" if node.name in {"h1", "h2"} else "3"
            yield {"type": "heading", "value": {"text": text, "level": level, "anchor": ""}}
    elif node.name in RUNNING:
        if node.name == "hr" or words(node):
            yield node.decode().strip()
    elif node.name == "dt":
        if term := words(node):
            yield f"<p><b>{escape(term, quote=False)}</b></p>"
    elif node.name in {"pre", "dd", "caption", "li"} and not node.find(_is_block):
        if words(node):
            yield f"<p>{node.decode_contents().strip()}</p>"
    elif node.name == "blockquote":
        yield containers.quote(node)
    elif node.name == "table":
        yield containers.table(node)
    else:
        yield from _blocks(node, references)


def _is_block(tag: Tag) -> bool:
    return tag.name not in INLINE
