"""Did you mean: another spelling of words that no page holds, never one without a hit."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from rapidfuzz.distance import OSA

from search.document import SearchDocument
from search.fields import search_fields
from search.plan.words import edits
from search.query import ParsedQuery, parse, print_query
from search.query.tree import (
    And,
    Bag,
    Near,
    Node,
    Occur,
    Or,
    Phrase,
    Scoped,
    Word,
)
from search.request.search_request import SearchRequest
from search.text.forms import folded
from search.text.scripts import is_unspaced
from search.text.words import words

MOST_WORDS = 12
"""Different words of a query; each is looked up, and a longer text is no slip of the hand."""


class Dictionary(Protocol):
    """The words of an index."""

    def frequency(self, word: str) -> int:
        """How many pages hold the folded word."""

    def similar(self, word: str, distance: int) -> list[SearchDocument]:
        """Return some pages with a word at most so many edits away."""

    def has_hits(self, request: SearchRequest) -> bool: ...


def respelled(request: SearchRequest, dictionary: Dictionary) -> str | None:
    """Return the visitor's text with unknown words replaced; None if that finds no more."""
    text = _as_read(request.query)
    known = request.thesaurus.words
    changed = text
    sought = dict.fromkeys(words(" ".join(_sought(request.query.tree))))
    if len(sought) > MOST_WORDS:
        return None
    for word in sought:
        bare = folded(word)
        if len(bare) < 4 or bare.isdigit() or bare in known or dictionary.frequency(bare):
            continue
        better = _nearest(bare, dictionary, known)
        if better is None:
            return None
        changed = _replaced(changed, word, better)
    if changed == text or not dictionary.has_hits(request.with_text(changed)):
        return None
    return changed


def _as_read(query: ParsedQuery) -> str:
    """Return the visitor's text without the stray signs that a warning names."""
    return print_query(parse(query.text).tree) if query.warnings else query.text


def _sought(node: Node | None) -> list[str]:
    """Return the words that pages should contain as spelt, without values and exclusions."""
    match node:
        case And(nodes) | Or(nodes):
            return [text for each in nodes for text in _sought(each)]
        case Bag(clauses):
            kept = [clause.node for clause in clauses if clause.occur is not Occur.MUST_NOT]
            return [text for each in kept for text in _sought(each)]
        case Scoped(field, inner) if field not in search_fields().value_names:
            return _sought(inner)
        case Near(left, right):
            return [left.text, right.text]
        case Word(text) | Phrase(text):
            return [text]
    return []


def _replaced(text: str, word: str, better: str) -> str:
    """Whole words only, in scripts that have spaces between them."""
    if is_unspaced(word):
        return text.replace(word, better)
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better, text)


def _nearest(word: str, dictionary: Dictionary, known: Iterable[str] = ()) -> str | None:
    """Return the closest word of pages or synonyms; of several the most frequent in pages."""
    distance = min(edits(word), 2)
    candidates: Counter[str] = Counter(known)
    for document in dictionary.similar(word, distance):
        text = f"{document.title} {document.summary} {document.body}"
        candidates.update(folded(each) for each in words(text))
    near = [
        (steps, -count, each)
        for each, count in candidates.items()
        if abs(len(each) - len(word)) <= distance
        and (steps := OSA.distance(word, each, score_cutoff=distance)) <= distance
    ]
    return min(near)[2] if near else None
