"""Limits of one page's HTML, so that no source can make an import take forever."""

import re

MAX_ELEMENTS = 20_000
MAX_DEPTH = 100  # elements inside one another

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_EMPTY = frozenset({"br", "embed", "hr", "img", "source"})


def check_size(html: str) -> None:
    """Raise ValueError for too many or too deeply nested elements; `html` is well-formed."""
    depth = 0
    for number, (closes, name) in enumerate(_TAG.findall(html)):
        if number > 2 * MAX_ELEMENTS:
            raise ValueError(f"the text has over {MAX_ELEMENTS} elements: split it into pages.")
        if name not in _EMPTY:
            depth += -1 if closes else 1
        if depth > MAX_DEPTH:
            raise ValueError(f"the text is nested over {MAX_DEPTH} elements deep: make it simpler.")


def collapse_line_ends(html: str) -> str:
    """Return HTML in which white space with a line end is one space, outside of `<pre>`."""
    outside = True
    parts = []
    for part in re.split(r"(</?pre\b)", html):
        if part in {"<pre", "</pre"}:
            outside = part == "</pre"
        elif outside:
            part = _SPACE.sub(lambda match: " " if "\n" in match[0] else match[0], part)
        parts.append(part)
    return "".join(parts)


_SPACE = re.compile(r"\s+")
