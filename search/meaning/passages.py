"""The passages of a page, each of which has a vector."""

from collections.abc import Iterator

from search.document import SearchDocument

LENGTH = 1000
"""Characters of a passage: some hundred tokens, which all models read."""
MAX_PASSAGES = 24
"""Passages of a page; what comes behind them has no vector."""


def passages(document: SearchDocument) -> list[str]:
    """Return the title with the summary, then the body in passages of whole blocks.

    Each begins with the title, by which a model knows what it is about. Empty for a page without
    a text that the public may see.
    """
    if document.state != "content":
        return []
    first = "\n".join(filter(None, (document.title, document.summary)))
    rest = (f"{document.title}\n{part}" for part in _parts(document.body) if part != first)
    return [first, *rest][:MAX_PASSAGES]


def _parts(text: str) -> Iterator[str]:
    """Yield blocks put together up to the length of a passage; longer ones are cut at a space."""
    part = ""
    for block in filter(None, map(str.strip, text.split("\n"))):
        for piece in _cut(block):
            if part and len(part) + len(piece) >= LENGTH:
                yield part
                part = ""
            part = f"{part}\n{piece}" if part else piece
    if part:
        yield part


def _cut(block: str) -> Iterator[str]:
    while len(block) > LENGTH:
        end = block.rfind(" ", LENGTH // 2, LENGTH)
        end = end if end > 0 else LENGTH
        yield block[:end]
        block = block[end:].lstrip()
    yield block
