"""Hits with their excerpts, the same for both engines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from search.document import SearchDocument
from search.fields import search_fields
from search.result import Highlights, Hit
from search.text.highlight import READ, Wanted, fragments, fragments_of_long, highlight

Rests = Callable[[Sequence[int]], Mapping[int, Mapping[str, str]]]
"""Returns what is kept apart of the long texts of pages, by page and by name of the text."""


def marked(hits: Sequence[Hit], marks: Wanted, rests: Rests) -> tuple[Hit, ...]:
    """Return the hits with excerpts; the ends of long texts are read only where they are needed."""
    found = [_marked(hit, marks) for hit in hits]
    wanting = [h.document.id for h in found if not h.highlights.body and _is_cut(h.document)]
    if not wanting or not marks:
        return tuple(found)
    known = rests(wanting)
    return tuple(_with_rest(hit, marks, known.get(hit.document.id, {})) for hit in found)


def _marked(hit: Hit, marks: Wanted) -> Hit:
    document = hit.document
    title = highlight(document.title, document.locale, marks)
    texts = (document.text(name).strip() for name in search_fields().excerpt_names)
    found = (fragments(text, document.locale, marks) for text in texts)
    body = next(filter(None, found), ())
    return replace(hit, highlights=Highlights((title,) if title else (), body))


def _is_cut(document: SearchDocument) -> bool:
    texts = (document.body, document.attached, *document.more_texts.values())
    return any(len(text) >= READ for text in texts)


def _with_rest(hit: Hit, marks: Wanted, rest: Mapping[str, str]) -> Hit:
    texts = (rest[name] for name in search_fields().excerpt_names if name in rest)
    found = (fragments_of_long(text, hit.document.locale, marks) for text in texts)
    body = next(filter(None, found), ())
    return replace(hit, highlights=replace(hit.highlights, body=body)) if body else hit
