"""The terms that both engines index for a text, separated by spaces."""

from collections.abc import Callable, Iterable
from itertools import chain, pairwise
from typing import NamedTuple

from search.text.forms import MAX_FORM_LENGTH, folded, is_accented, lowered, stemmer
from search.text.languages import language
from search.text.normalize import normalize
from search.text.scripts import is_unspaced
from search.text.words import CACHE_SIZE, MAX_CACHED_LENGTH, Cut, cut

BLOCK = "\N{WHITE SQUARE}"
"""A separator of blocks, so that phrases do not match across blocks."""
GAP = 10
"""Separators between two blocks; NEAR and slop reach across only from this distance on."""
_BETWEEN_STEMS = f" {BLOCK} "
_BETWEEN_WORDS = f" {' '.join([BLOCK] * GAP)} "


class Terms(NamedTuple):
    """The terms of one text, separated by spaces."""

    stems: str
    """Terms that match pages: stems, dictionary words, and joined compounds."""
    words: str
    """Folded words in order, for phrases and patterns."""
    grams: str
    """N-grams of letters or syllables, which only rank."""
    written: str
    """Accented words, and the original spelling of words like `g-20`."""


class _TermCache(dict[str, str]):
    """A cache of the terms of chunks; emptied when it has `CACHE_SIZE` entries."""

    def __init__(self, make: Callable[[Cut], str]) -> None:
        self._make = make

    def __missing__(self, chunk: str) -> str:
        form = self._make(cut(chunk))
        if len(chunk) <= MAX_CACHED_LENGTH:
            if len(self) >= CACHE_SIZE:
                self.clear()
            self[chunk] = form
        return form


def _stems_by(stem_of: Callable[[str], str]) -> Callable[[Cut], str]:
    return lambda segmented: " ".join(map(stem_of, (*segmented.units, *segmented.variants)))


def _words(segmented: Cut) -> str:
    return " ".join(map(folded, segmented.words))


def _written(segmented: Cut) -> str:
    more = [lowered(word) for word in segmented.units if is_accented(word)]
    return " ".join([*more, segmented.written] if segmented.written else more)


_STEMS: dict[str, _TermCache] = {}
_WORDS, _WRITTEN = _TermCache(_words), _TermCache(_written)


def terms(text: str, locale: str, *, has_lines: bool = False) -> Terms:
    """Return the terms of a text; each of its lines is a block.

    With `has_lines` line breaks do not separate blocks, as in the text of a file.
    """
    entry = language(locale)
    normalized = normalize(text)
    blocks = (
        [normalized.split()] if has_lines else [line.split() for line in normalized.split("\n")]
    )
    if is_unspaced(normalized):
        return _uncached_terms([list(map(cut, block)) for block in blocks], stemmer(locale))
    stems = _STEMS.get(entry.code)
    if stems is None:
        stems = _STEMS[entry.code] = _TermCache(_stems_by(stemmer(locale)))
    pairs = " ".join(two for block in blocks for two in _pairs(block)) if entry.pairs else ""
    return Terms(
        _BETWEEN_STEMS.join(" ".join(map(stems.__getitem__, block)) for block in blocks),
        _BETWEEN_WORDS.join(" ".join(map(_WORDS.__getitem__, block)) for block in blocks),
        pairs,
        " ".join(filter(None, map(_WRITTEN.__getitem__, chain.from_iterable(blocks)))),
    )


def _uncached_terms(blocks: list[list[Cut]], stem_of: Callable[[str], str]) -> Terms:
    """Return the terms without caching: chunks of scripts without spaces rarely repeat."""
    stems = _stems_by(stem_of)
    every = [chunk for block in blocks for chunk in block]
    return Terms(
        _BETWEEN_STEMS.join(" ".join(map(stems, block)) for block in blocks),
        _BETWEEN_WORDS.join(" ".join(map(_words, block)) for block in blocks),
        " ".join(gram for chunk in every for gram in chunk.grams),
        " ".join(filter(None, map(_written, every))),
    )


def _pairs(chunks: Iterable[str]) -> Iterable[str]:
    """Yield each pair of adjacent words as one term."""
    all_words = [lowered(word) for chunk in chunks for word in cut(chunk).words]
    return (f"{first}_{second}"[:MAX_FORM_LENGTH] for first, second in pairwise(all_words))


def query_grams(text: str) -> tuple[str, ...]:
    """Return the distinct n-grams of a query, by which pages are ranked."""
    chunks = normalize(text).split()
    grams = dict.fromkeys(gram for chunk in chunks for gram in cut(chunk).grams)
    if any(is_accented(chunk) for chunk in chunks if not is_unspaced(chunk)):
        grams |= dict.fromkeys(_pairs(chunks))
    return tuple(grams)
