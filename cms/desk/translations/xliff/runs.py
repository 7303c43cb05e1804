"""Rich text as runs: the inline content of each paragraph, heading and list item."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from cms.content.rich_text import INLINE, clean

EMPTY = "br"


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline element; `number` is its place in the run, counted from 1."""

    number: int
    name: str
    attributes: Mapping[str, str]
    content: "Run"


Run = tuple[str | Mark, ...]


def plain_run(text: str) -> Run:
    """Return the run of a plain text; line ends are those of XML."""
    return (text.replace("\r\n", "\n").replace("\r", "\n"),)


def plain_text(run: Run) -> str:
    """Return the text of a run without its marks."""
    return "".join(each if isinstance(each, str) else plain_text(each.content) for each in run)


def marks(run: Run) -> Iterator[Mark]:
    """Yield all marks, those inside others as well, by their numbers."""
    for each in run:
        if isinstance(each, Mark):
            yield each
            yield from marks(each.content)


def aligned(run: Run, other: Run) -> Run | None:
    """Return the other run with the numbers of this one's marks; None if it has other marks.

    A translation may have them in another order. Marks with the same attributes are paired first.
    """
    free = list(marks(run))

    def renumbered(each: str | Mark) -> str | Mark:
        if isinstance(each, str):
            return each
        named = [mark for mark in free if mark.name == each.name]
        same = [mark for mark in named if mark.attributes == each.attributes]
        number = (same or named)[0].number
        free[:] = [mark for mark in free if mark.number != number]
        return Mark(number, each.name, each.attributes, tuple(map(renumbered, each.content)))

    try:
        renumbered_run = tuple(map(renumbered, other))
    except IndexError:
        return None
    return None if free else renumbered_run


def html(run: Run) -> str:
    """Return the run as HTML."""
    return "".join(escape(each) if isinstance(each, str) else _element(each) for each in run)


def _element(mark: Mark) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in mark.attributes.items())
    if mark.name == EMPTY:
        return "<br/>"
    return f"<{mark.name}{attributes}>{html(mark.content)}</{mark.name}>"


def runs_of(source: str) -> list[Run]:
    """Return the runs of rich text that have a letter or digit, in order."""
    runs: list[Run] = []
    replace_runs(source, lambda number, run: runs.append(run))
    return runs


def replace_runs(source: str, replacement: Callable[[int, Run], Run | None]) -> str:
    """Return the rich text with other runs, cleaned.

    `replacement` takes the number of a run, from 0, and the run; None leaves it as it is.
    """
    soup = BeautifulSoup(clean(source), "html.parser")
    for number, nodes in enumerate(list(_groups(soup))):
        new = replacement(number, _run(nodes))
        if new is None:
            continue
        nodes[0].insert_before(BeautifulSoup(html(new), "html.parser"))
        for node in nodes:
            node.extract()
    return clean(soup.decode(formatter="minimal"))


def _groups(parent: Tag) -> Iterator[list[PageElement]]:
    """Yield each stretch of neighbouring inline nodes that has a text."""
    group: list[PageElement] = []
    for node in [*parent.children, None]:
        if isinstance(node, NavigableString) or (isinstance(node, Tag) and node.name in INLINE):
            group.append(node)
            continue
        if any(any(map(str.isalnum, each.get_text())) for each in group):
            yield group
        group = []
        if isinstance(node, Tag):
            yield from _groups(node)


def _run(nodes: list[PageElement]) -> Run:
    numbers = iter(range(1, 1_000_000))

    def read(node: PageElement) -> str | Mark:
        if not isinstance(node, Tag):
            return str(node)
        number = next(numbers)
        attributes = {name: str(value) for name, value in node.attrs.items()}
        return Mark(number, node.name, attributes, tuple(map(read, node.children)))

    return tuple(map(read, nodes))
