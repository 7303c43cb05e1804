"""Text as both engines index it: terms parted by spaces, none longer than engines take."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from search.text.forms import LONGEST, folded, is_accented, lowered, stemmer
from search.text.languages import language
from search.text.normalize import normalize
from search.text.scripts import is_unspaced
from search.text.words import LONGEST_REMEMBERED, REMEMBERED, Cut, cut

BLOCK = "\N{WHITE SQUARE}"
"""Stands between blocks, where no word is: a phrase does not go on in the next one."""
GAP = 10
"""How many of it: NEAR and loose phrases reach into the next block from this distance on."""
_BETWEEN_STEMS = f" {BLOCK} "
_BETWEEN_WORDS = f" {' '.join([BLOCK] * GAP)} "


class Terms(NamedTuple):
    """The terms of one text, parted by spaces."""

    stems: str
    """Terms that find pages: stems, dictionary words, and compounds as one word."""
    words: str
    """Folded, each in its place: what phrases and patterns look in."""
    grams: str
    """Neighbouring letters or syllables, which only rank."""
    written: str
    """Words with their accents, and what is more than its words, as it is written."""


class _Joined(dict[str, str]):
    """Something of every chunk met; all are forgotten at once when they are too many."""

    def __init__(self, make: Callable[[Cut], str]) -> None:
        self._make = make

    def __missing__(self, chunk: str) -> str:
        found = self._make(cut(chunk))
        if len(chunk) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[chunk] = found
        return found


def _stems_by(stem_of: Callable[[str], str]) -> Callable[[Cut], str]:
    return lambda found: " ".join(map(stem_of, (*found.units, *found.variants)))


def _words(found: Cut) -> str:
    return " ".join(map(folded, found.words))


def _written(found: Cut) -> str:
    more = [lowered(word) for word in found.units if is_accented(word)]
    return " ".join([*more, found.written] if found.written else more)


_STEMS: dict[str, _Joined] = {}
_WORDS, _WRITTEN = _Joined(_words), _Joined(_written)


def terms(text: str, locale: str, *, has_lines: bool = False) -> Terms:
    """Return the terms of a text whose blocks end with line breaks.

    With `has_lines` the breaks are those of lines, as in the text of a file: there are no blocks.
    """
    entry = language(locale)
    small = normalize(text)
    blocks = [small.split()] if has_lines else [line.split() for line in small.split("\n")]
    if is_unspaced(small):
        return _cut_once([list(map(cut, block)) for block in blocks], stemmer(locale))
    stems = _STEMS.get(entry.code)
    if stems is None:
        stems = _STEMS[entry.code] = _Joined(_stems_by(stemmer(locale)))
    pairs = " ".join(two for block in blocks for two in _pairs(block)) if entry.pairs else ""
    return Terms(
        _BETWEEN_STEMS.join(" ".join(map(stems.__getitem__, block)) for block in blocks),
        _BETWEEN_WORDS.join(" ".join(map(_WORDS.__getitem__, block)) for block in blocks),
        pairs,
        " ".join(filter(None, (_WRITTEN[chunk] for block in blocks for chunk in block))),
    )


def _cut_once(blocks: list[list[Cut]], stem_of: Callable[[str], str]) -> Terms:
    """Chunks of scripts without spaces are long, and seldom met again."""
    stems = _stems_by(stem_of)
    every = [found for block in blocks for found in block]
    return Terms(
        _BETWEEN_STEMS.join(" ".join(map(stems, block)) for block in blocks),
        _BETWEEN_WORDS.join(" ".join(map(_words, block)) for block in blocks),
        " ".join(gram for found in every for gram in found.grams),
        " ".join(filter(None, map(_written, every))),
    )


def _pairs(chunks: Iterable[str]) -> Iterable[str]:
    """Yield every two words side by side as one term."""
    found = [lowered(word) for chunk in chunks for word in cut(chunk).words]
    return (f"{one}_{other}"[:LONGEST] for one, other in pairwise(found))


def query_grams(text: str) -> tuple[str, ...]:
    """Return the grams by which pages are ranked for a visitor's words, each once."""
    chunks = normalize(text).split()
    found = dict.fromkeys(gram for chunk in chunks for gram in cut(chunk).grams)
    if any(is_accented(chunk) for chunk in chunks if not is_unspaced(chunk)):
        found |= dict.fromkeys(_pairs(chunks))
    return tuple(found)
