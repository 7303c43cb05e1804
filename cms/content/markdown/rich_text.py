"""Conversion of rich text to Markdown."""

from typing import Any

from markdownify import ATX, BACKSLASH, MarkdownConverter

from cms.content.addresses import absolute_url
from cms.content.markdown.text import link


class _Converter(MarkdownConverter):
    class Options:
        autolinks = False
        bullets = "-"
        escape_misc = True
        heading_style = ATX
        newline_style = BACKSLASH
        sub_symbol = "<sub>"
        sup_symbol = "<sup>"

    def convert_a(self, element: Any, text: str, parent_tags: Any) -> str:
        """Return a link with its URL in angle brackets."""
        label = text.strip()
        before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
        return f"{before}{link(label, absolute_url(element.get('href') or ''))}{after}"


_converter = _Converter()


def html_markdown(html: str) -> str:
    """Return rich text as Markdown with absolute URLs."""
    markdown: str = _converter.convert(html)
    return markdown.strip()


def inline_markdown(html: str) -> str:
    """Return rich text as one line of Markdown, for table cells and list items."""
    return " ".join(html_markdown(html).split())
