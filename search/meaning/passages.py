"""The passages of a page, each of which has a vector."""

from collections.abc import Iterator

from search.document import SearchDocument

LENGTH = 1000
"""Characters of a passage: a few hundred tokens, which all models accept."""
MAX_PASSAGES = 24
"""The number of passages of a page; the rest of its text is ignored."""


def passages(document: SearchDocument) -> list[str]:
    """Return the passages of a page: title and summary, then the body in whole blocks.

    Each passage begins with the title, as context for the model. Empty for a page without public
    content.
    """
    if document.state != "content":
        return []
    first = "\n".join(filter(None, (document.title, document.summary)))
    body = (f"{document.title}\n{part}" for part in _parts(document.body) if part != first)
    return [first, *body][:MAX_PASSAGES]


def _parts(text: str) -> Iterator[str]:
    """Yield blocks joined up to the length of a passage; longer blocks are split at spaces."""
    part = ""
    for block in filter(None, map(str.strip, text.split("\n"))):
        for fragment in _split(block):
            if part and len(part) + len(fragment) >= LENGTH:
                yield part
                part = ""
            part = f"{part}\n{fragment}" if part else fragment
    if part:
        yield part


def _split(block: str) -> Iterator[str]:
    while len(block) > LENGTH:
        end = block.rfind(" ", LENGTH // 2, LENGTH)
        end = end if end > 0 else LENGTH
        yield block[:end]
        block = block[end:].lstrip()
    yield block
