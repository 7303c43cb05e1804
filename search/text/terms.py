"""Text as an index holds it: the stem and the folded form of every word, and accented forms."""

from typing import NamedTuple

from search.text.forms import all_folded, all_lowered, stems
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
        # Nothing is accented, and in small letters there are fewer different words to fold.
        small = words(text.lower())
        return Terms(stems(small, locale), all_folded(small), [])
    found = words(text)
    bare = all_folded(found)
    pairs = zip(all_lowered(found), bare, strict=True)
    return Terms(stems(found, locale), bare, [word for word, plain in pairs if word != plain])
