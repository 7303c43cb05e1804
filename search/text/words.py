"""Word segmentation in all scripts; the same for pages, queries, highlights and both engines.

A text is split at white space into chunks. Chunks repeat, so their words are cached.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import NamedTuple

from icu4py.breakers import WordBreaker

from search.text.chinese import simplified
from search.text.languages import ELISIONS
from search.text.normalize import normalize
from search.text.scripts import RUN, clusters, grams, is_han, is_unspaced

CACHE_SIZE = 100_000  # chunks; a full cache is emptied
MAX_CACHED_LENGTH = 40  # characters of a chunk
CONTEXT = 40  # characters before and after a place that decide where words end there

type Place = tuple[str, int, int]
"""A word, and the offsets of its start and end."""

# Words with other characters than letters or digits: U.N., 1,000,000, 1,00,000, C++, .NET.
_SPECIAL = r"""
    (?<![\w.])(?:[^\W\d_]\.)+(?:[^\W\d_](?![\w'])\.?|(?<=\w\.\w\.))
  | (?<![\d.,])\d{1,3}(?:[.,']\d{3})+(?![\d]|[.,]\d)
  | (?<![\d.,])\d{1,2}(?:,\d{2})+,\d{3}(?![\d]|[.,]\d)
  | (?<![\w+\#])[^\W\d_]{1,2}(?:\+\+|\#)(?![\w+\#])
  | (?<![\w.])\.[a-z]{2,}(?!\w)
"""
_WORD = re.compile(rf"(?P<special>{_SPECIAL})|(?P<run>{RUN})", re.VERBOSE)
_ASCII_RUN = r"[a-z]+(?:'(?![a-z]\.[a-z])[a-z]+)*|[0-9]+"
_ASCII_WORD = re.compile(rf"(?P<special>{_SPECIAL})|(?P<run>{_ASCII_RUN})", re.VERBOSE)
_COMPOUND = re.compile(
    r"(?<![\w'.&-])[^\W\d_]+(?:[-\u2010.&][^\W\d_]+){1,2}(?=(?:'s)?(?![\w'&-]|\.\w))"
)
_HYPHEN = re.compile("[-\u2010.&]")
# Groups of digits, like those of telephone numbers, ISBNs and dates; not a period like 2021-2025.
_DIGIT_GROUPS = re.compile(
    r"(?<![\w.,/-])(?!\d{4}[-\u2010]\d{4}(?!\d))(?=[-\u2010\d]{8})\d+(?:[-\u2010]\d+)+(?![\w/-])"
)
_DIGITS_APART = re.compile("[.,']")
_PLAIN = re.compile("[a-z]+[.,;:)]?")
_OUTER = re.compile(r"^\W+|[^\w+#]+$")
_CONTRACTIONS = frozenset(("t", "ll", "re", "ve", "m", "d"))
_VOWELS = frozenset("aeiouhyàâäéèêëîïôöùûüœæáíóú")


class Cut(NamedTuple):
    """The segmentation of a chunk."""

    words: tuple[str, ...]
    """The words in order; single letters in scripts without spaces."""
    units: tuple[str, ...]
    """The words in order; words of ICU's dictionaries in scripts without spaces."""
    variants: tuple[str, ...] = ()
    """Other spellings of it as one word: `wifi` for Wi-Fi, `c` for C++."""
    grams: tuple[str, ...] = ()
    """N-grams of letters of scripts without spaces."""
    written: str = ""
    """The original spelling of the chunk, if it has more than its words."""


class _Cuts(dict[str, Cut]):
    """A cache of the segmentations of chunks."""

    def __missing__(self, chunk: str) -> Cut:
        segmented = _cut(chunk)
        if len(chunk) <= MAX_CACHED_LENGTH:
            if len(self) >= CACHE_SIZE:
                self.clear()
            self[chunk] = segmented
        return segmented


_CUTS = _Cuts()
cut = _CUTS.__getitem__
"""Return the segmentation of a normalized chunk."""


def words(text: str) -> list[str]:
    """Return the normalized words in order; of scripts without spaces, the letters.

    Word boundaries in such scripts depend on the context. So pages are indexed by letter, and a
    word is searched as a phrase of letters.
    """
    return list(chain.from_iterable(cut(chunk).words for chunk in normalize(text).split()))


def units(text: str) -> list[str]:
    """Return the normalized words in order; scripts without spaces are segmented by ICU."""
    return list(chain.from_iterable(cut(chunk).units for chunk in normalize(text).split()))


def segments(text: str) -> list[str]:
    """Return the words of a query; unlike `units`, Chinese is segmented by ICU, too."""
    segmented: list[str] = []
    for chunk in normalize(text).split():
        for word, start, end in places(chunk):
            segmented += _dictionary_words(word) if is_unspaced(word) else [chunk[start:end]]
    return segmented


def places(chunk: str) -> Iterator[Place]:
    """Yield the words and runs of a normalized chunk with their offsets."""
    pattern = _ASCII_WORD if chunk.isascii() else _WORD
    for match in pattern.finditer(chunk):
        start = match.start()
        if match.lastgroup == "special":
            yield _special(match[0]), start, match.end()
        elif "'" in match[0]:
            yield from _apostrophes(match[0], start)
        elif chunk[match.end() : match.end() + 1] != "'" or match[0] not in ELISIONS:
            yield match[0], start, match.end()


def compounds(chunk: str) -> Iterator[Place]:
    """Yield compounds as one word, like `wifi` for Wi-Fi and `7243372` for 724-3372."""
    for match in _COMPOUND.finditer(chunk):
        if not is_unspaced(match[0]):
            yield _HYPHEN.sub("", match[0]), match.start(), match.end()
    for match in _DIGIT_GROUPS.finditer(chunk):
        yield _HYPHEN.sub("", match[0]), match.start(), match.end()
    if "'" in chunk:
        words_placed = list(places(chunk))
        for (left, start, end), (right, after, last) in pairwise(words_placed):
            if after == end + 1 and chunk[end] == "'" and left.isalpha() and right.isalpha():
                yield left + right, start, last


def word_end(text: str, near: int, limit: int) -> int:
    """Return the first end of a word from `near` to `limit`, or of a letter; segmented by ICU."""
    end = max(0, near - CONTEXT)
    for word in _dictionary_words(text[end : limit + CONTEXT]):
        end += len(word)
        if near <= end <= limit:
            return end
    while near < limit and unicodedata.category(text[near])[0] == "M":
        near += 1
    return near


def _cut(chunk: str) -> Cut:
    if _PLAIN.fullmatch(chunk):
        only = (chunk.rstrip(".,;:)"),)
        return Cut(only, only)
    units: list[str] = []
    by_dictionary: list[str] = []
    variants: list[str] = []
    neighbours: list[str] = []
    for word, _, _ in places(chunk):
        if is_unspaced(word):
            letters = clusters(word)
            units += letters
            by_dictionary += letters if is_han(word) else _dictionary_words(word)
            neighbours += grams(simplified(word))
            continue
        units.append(word)
        by_dictionary.append(word)
        if not word.isalnum() and (bare := word.strip(".+#")) != word:
            variants.append(bare)
    if len(units) > 1:
        variants += [variant for variant, _, _ in compounds(chunk)]
    written = _OUTER.sub("", chunk)
    is_more = len(units) > 1 or (units and units[0] not in chunk) or variants
    return Cut(
        tuple(units),
        tuple(by_dictionary),
        tuple(variants),
        tuple(neighbours),
        written if is_more and not neighbours and len(written) <= MAX_CACHED_LENGTH else "",
    )


def _special(text: str) -> str:
    if text[0].isdigit():
        return _DIGITS_APART.sub("", text)
    if text[-1] in "+#" or text[0] == ".":
        return text
    return text.replace(".", "")


def _apostrophes(text: str, offset: int) -> Iterator[Place]:
    """Yield the words of a run with apostrophes, without possessive endings and elided articles."""
    start = offset
    parts = text.split("'")
    if len(parts) > 1 and parts[-1] == "s":
        parts.pop()
    if len(parts) > 1 and parts[0] in ELISIONS and parts[1][0] in _VOWELS:
        start += len(parts.pop(0)) + 1
    if len(parts) > 1 and parts[-1] in _CONTRACTIONS:
        parts[-2:] = ["".join(parts[-2:])]
        yield parts[0], start, offset + len(text)
        return
    for part in parts:
        is_last = part is parts[-1]
        yield part, start, offset + len(text) if is_last else start + len(part)
        start += len(part) + 1


def _dictionary_words(run: str) -> list[str]:
    cuts = list(WordBreaker(run, "en").segments())
    if max(run) > "\uffff":
        # ICU counts UTF-16 code units, of which rare characters take two.
        at = [place for place, letter in enumerate(run) for _ in range(1 + (letter > "\uffff"))]
        at.append(len(run))
        cuts = [(at[start], at[end]) for start, end in cuts]
    return [run[start:end] for start, end in cuts]
