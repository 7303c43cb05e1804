"""The text of elements."""

from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
    *("ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong"),
    *("sub", "sup", "time", "tt", "u", "var", "wbr"),
}
"""Elements that stand within a word or line; all others separate words."""


def words(tag: Tag) -> str:
    """Return the text of an element on one line, as a browser separates its words."""
    return " ".join("".join(_strings(tag)).split())


def paragraphs(tag: Tag) -> list[str]:
    """Return the text of an element, by the blocks inside it."""
    parts = "".join(_strings(tag, "\0")).split("\0")
    return [text for part in parts if (text := " ".join(part.split()))]


def _strings(tag: Tag, break_: str = " ") -> Iterator[str]:
    """Yield the strings inside, with `break_` where blocks begin and end, a space for `<br>`."""
    for child in tag.children:
        if isinstance(child, PreformattedString):
            continue  # comments and declarations
        if isinstance(child, NavigableString):
            yield child
        elif isinstance(child, Tag):
            edge = "" if child.name in INLINE else " " if child.name == "br" else break_
            yield edge
            yield from _strings(child, break_)
            yield edge
