"""Text as an index holds it: the stem and the folded form of every word, and accented forms."""

from typing import NamedTuple

from search.text.forms import LONGEST, all_folded, all_lowered, stems
from search.text.words import words


class Terms(NamedTuple):
    stems: list[str]
    words: list[str]
    """Folded."""
    accented: list[str]
    """Of those words that folding changes."""


def terms(text: str, locale: str) -> Terms:
    """In the text's order."""
    if text.isascii():
        # Nothing is accented, and most words are folded once they are in small letters.
        small = words(text.lower())
        is_folded = "'" not in text and max(map(len, small), default=0) <= LONGEST
        return Terms(stems(small, locale), small if is_folded else all_folded(small), [])
    found = words(text)
    bare = all_folded(found)
    pairs = zip(all_lowered(found), bare, strict=True)
    return Terms(stems(found, locale), bare, [word for word, plain in pairs if word != plain])
