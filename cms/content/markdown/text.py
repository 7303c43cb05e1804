"""Markdown made of plain text, which stays text: no word of it becomes markup.

The rules are those of CommonMark 0.31, and GitHub's tables.
"""

import re
from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!^])")
_LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d{1,9})([.)]))(?=\s|$|[-=])", re.MULTILINE)
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\\]")


def escape(text: str) -> str:
    """Return plain text as Markdown on one line that shows exactly this text."""
    return _LINE_START.sub(_escape_start, _MARKUP.sub(r"\\\1", " ".join(text.split())))


def _escape_start(match: re.Match[str]) -> str:
    space, sign, number, dot = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def paragraphs(parts: Iterable[str]) -> str:
    """Join blocks of Markdown by empty lines; empty ones are left out."""
    return "\n\n".join(filter(None, (part.strip("\n") for part in parts)))


def link(label: str, url: str) -> str:
    """Return a link whose label is Markdown; only the label without an address."""
    return f"[{label}]({destination(url)})" if url and label else label


def image(alt: str, url: str) -> str:
    """Return an image; `alt` is plain text."""
    return f"![{escape(alt)}]({destination(url)})"


def destination(url: str) -> str:
    """Return an address in angle brackets, in which parentheses need no care."""
    return f"<{_UNSAFE_IN_ADDRESS.sub(_percent, url)}>"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def heading(text: str, level: int) -> str:
    return f"{'#' * level} {escape(text)}"


def strong(text: str) -> str:
    """Return plain text in bold; empty for no text."""
    escaped = escape(text)
    return f"**{escaped}**" if escaped else ""


def quote(markdown: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in markdown.splitlines())


def bullets(items: Iterable[str]) -> str:
    return "\n".join(_item("- ", item) for item in items if item)


def numbered(items: Iterable[str]) -> str:
    kept = [item for item in items if item]
    return "\n".join(_item(f"{number}. ", item) for number, item in enumerate(kept, start=1))


def _item(mark: str, markdown: str) -> str:
    first, *others = markdown.splitlines()
    return "\n".join([mark + first, *(" " * len(mark) * bool(line) + line for line in others)])


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells in Markdown; each cell becomes one line."""
    lines = [_row(columns), _row(["---"] * len(columns)), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |"
