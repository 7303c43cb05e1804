"""Hits with their excerpts, the same for both engines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from search.document import SearchDocument
from search.fields import search_fields
from search.result import Highlights, Hit
from search.text.highlight import READ, fragments, fragments_of_long, highlight
from search.text.highlight_terms import HighlightTerms

ReadRests = Callable[[Sequence[int]], Mapping[int, Mapping[str, str]]]
"""Returns the ends of long texts, which are stored apart, by page id and name of the text."""


def with_highlights(
    hits: Sequence[Hit], terms: HighlightTerms, read_rests: ReadRests
) -> tuple[Hit, ...]:
    """Return the hits with excerpts; the ends of long texts are read only where they are needed."""
    highlighted = [_with_highlights(hit, terms) for hit in hits]
    unmarked_ids = [
        h.document.id for h in highlighted if not h.highlights.body and _is_cut(h.document)
    ]
    if not unmarked_ids or not terms:
        return tuple(highlighted)
    rests_by_id = read_rests(unmarked_ids)
    return tuple(
        _with_rest(hit, terms, rests_by_id.get(hit.document.id, {})) for hit in highlighted
    )


def _with_highlights(hit: Hit, terms: HighlightTerms) -> Hit:
    document = hit.document
    title = highlight(document.title, document.locale, terms)
    texts = (document.text(name).strip() for name in search_fields().excerpt_names)
    excerpts = (fragments(text, document.locale, terms) for text in texts)
    body = next(filter(None, excerpts), ())
    return replace(hit, highlights=Highlights((title,) if title else (), body))


def _is_cut(document: SearchDocument) -> bool:
    texts = (document.body, document.attached, *document.more_texts.values())
    return any(len(text) >= READ for text in texts)


def _with_rest(hit: Hit, terms: HighlightTerms, ends: Mapping[str, str]) -> Hit:
    texts = (ends[name] for name in search_fields().excerpt_names if name in ends)
    excerpts = (fragments_of_long(text, hit.document.locale, terms) for text in texts)
    body = next(filter(None, excerpts), ())
    return replace(hit, highlights=replace(hit.highlights, body=body)) if body else hit
