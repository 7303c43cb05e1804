"""The terms of the text that two versions of a document do not share."""

from collections import Counter
from dataclasses import replace

from search.document import SearchDocument
from search.engines.terms import LINES
from search.fields import search_fields
from search.plan.percolation import ChangedText
from search.text.highlight import READ
from search.text.terms import terms


def changed_text(before: SearchDocument, after: SearchDocument) -> ChangedText | None:
    """Return the terms by which the texts of two stored documents differ.

    None if more than texts differs, or if a text is too long to be stored whole.
    """
    if _without_texts(before) != _without_texts(after):
        return None
    words, lines = set[str](), set[str]()
    for name in search_fields().text_names:
        texts = before.text(name), after.text(name)
        if max(map(len, texts)) >= READ:
            return None
        if texts[0] == texts[1]:
            continue
        if name in LINES:  # its phrases go beyond a line
            return None
        old, new = (Counter(text.split("\n")) for text in texts)
        removed, added = (
            terms("\n".join(only.elements()), after.locale) for only in (old - new, new - old)
        )
        for before_terms, after_terms in zip(removed, added, strict=True):
            less, more = Counter(before_terms.split()), Counter(after_terms.split())
            words.update(less - more, more - less)
            lines.update(less, more)
    return ChangedText(frozenset(words), frozenset(lines))


def _without_texts(document: SearchDocument) -> SearchDocument:
    more = dict.fromkeys(document.more_texts, "")
    return replace(
        document, headings=(), summary="", body="", attached="", more_texts=more, version=0
    )
