"""Did you mean: another spelling of words that no page holds, never one without a hit."""

from collections import Counter
from typing import Protocol

from search.document import SearchDocument
from search.engines.plan import edits
from search.request import SearchRequest
from search.text.distance import edit_distance
from search.text.forms import folded
from search.text.words import words


class Dictionary(Protocol):
    """What an engine knows of words."""

    def frequency(self, word: str) -> int:
        """How many pages hold the folded word."""

    def similar(self, word: str, distance: int) -> list[SearchDocument]:
        """Some pages that hold a word at most so many edits away."""

    def has_hits(self, request: SearchRequest) -> bool: ...


def respelled(request: SearchRequest, dictionary: Dictionary) -> str | None:
    """The visitor's text with unknown words replaced; None if that finds no more."""
    text = request.query.text
    changed = text
    for word in dict.fromkeys(words(text)):
        bare = folded(word)
        if len(bare) < 4 or bare.isdigit() or dictionary.frequency(bare):
            continue
        better = _nearest(bare, dictionary)
        if better is None:
            return None
        changed = changed.replace(word, better)
    if changed == text or not dictionary.has_hits(request.asking(changed)):
        return None
    return changed


def _nearest(word: str, dictionary: Dictionary) -> str | None:
    """The closest word that pages hold; of several the most frequent."""
    distance = min(edits(word), 2)
    candidates: Counter[str] = Counter()
    for document in dictionary.similar(word, distance):
        text = f"{document.title} {document.summary} {document.body}"
        candidates.update(folded(each) for each in words(text))
    near = [
        (steps, -count, each)
        for each, count in candidates.items()
        if abs(len(each) - len(word)) <= distance
        and (steps := edit_distance(word, each, distance)) <= distance
    ]
    return min(near)[2] if near else None
