"""Builds Markdown from plain text, which is escaped so that none of it becomes markup.

The rules are those of CommonMark 0.31 and of GitHub's tables.
"""

import re
from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!^])")
_LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))(?=\s|$|[-=])", re.MULTILINE)
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\\]")


def escape(text: str) -> str:
    """Return plain text as one line of Markdown that renders as exactly this text."""
    return _LINE_START.sub(_escape_start, _MARKUP.sub(r"\\\1", " ".join(text.split())))


def _escape_start(match: re.Match[str]) -> str:
    space, sign, number, dot = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def paragraphs(parts: Iterable[str]) -> str:
    """Join blocks of Markdown with empty lines, without empty blocks."""
    return "\n\n".join(filter(None, (part.strip("\n") for part in parts)))


def link(label: str, url: str) -> str:
    """Return a link with a label in Markdown, or only the label if there is no URL."""
    return f"[{label}]({destination(url)})" if url and label else label


def image(alt: str, url: str) -> str:
    """Return an image; `alt` is plain text."""
    return f"![{escape(alt)}]({destination(url)})"


def destination(url: str) -> str:
    """Return a URL in angle brackets, so that parentheses need no escaping."""
    return f"<{_UNSAFE_IN_ADDRESS.sub(_percent, url)}>"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def heading(text: str, level: int) -> str:
    return f"{'#' * level} {escape(text)}"


def strong(text: str) -> str:
    """Return plain text in bold; empty for an empty text."""
    escaped = escape(text)
    return f"**{escaped}**" if escaped else ""


def quote(markdown: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in markdown.splitlines())


def bullets(items: Iterable[str]) -> str:
    return "\n".join(_item("- ", item) for item in items if item)


def numbered(items: Iterable[str]) -> str:
    non_empty = [item for item in items if item]
    return "\n".join(_item(f"{number}. ", item) for number, item in enumerate(non_empty, start=1))


def _item(mark: str, markdown: str) -> str:
    first, *others = markdown.splitlines()
    return "\n".join([mark + first, *(" " * len(mark) * bool(line) + line for line in others)])


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; each cell, in Markdown, is written as one line."""
    lines = [_row(columns), _row(["---"] * len(columns)), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |"
