"""Hits with their excerpts, the same for both engines."""

from dataclasses import replace

from search.result import Highlights, Hit
from search.text.highlight import Wanted, fragments, highlight


def marked(hit: Hit, marks: Wanted) -> Hit:
    document = hit.document
    title = highlight(document.title, document.locale, marks)
    body = fragments(f"{document.summary}\n{document.body}".strip(), document.locale, marks)
    if not body:
        body = fragments(document.attached, document.locale, marks)
    return replace(hit, highlights=Highlights((title,) if title else (), body))
