"""Hits with their excerpts, the same for both engines."""

from dataclasses import replace

from search.fields import search_fields
from search.result import Highlights, Hit
from search.text.highlight import Wanted, fragments, highlight


def marked(hit: Hit, marks: Wanted) -> Hit:
    document = hit.document
    title = highlight(document.title, document.locale, marks)
    texts = (document.text(name).strip() for name in search_fields().excerpt_names)
    found = (fragments(text, document.locale, marks) for text in texts)
    body = next(filter(None, found), ())
    return replace(hit, highlights=Highlights((title,) if title else (), body))
