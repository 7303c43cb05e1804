"""Text cut into words, in every script of the region; the same for both engines and for queries."""

import re
import sys
import unicodedata
from collections.abc import Iterator

from icu4py.breakers import WordBreaker


def _ranges_of_marks(first: int, last: int) -> str:
    """Combining marks as ranges of a character class: `\\w` leaves them out."""
    marks = [c for c in range(first, last) if unicodedata.category(chr(c))[0] == "M"]
    ranges: list[list[int]] = []
    for mark in marks:
        if ranges and ranges[-1][1] == mark - 1:
            ranges[-1][1] = mark
        else:
            ranges.append([mark, mark])
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges)


_MARKS, _RARE_MARKS = _ranges_of_marks(0, 0x10000), _ranges_of_marks(0x10000, sys.maxunicode)
LETTER = rf"[\w{_MARKS}{_RARE_MARKS}]"
"""Of any script, with its combining marks; and the underscore, which `_plain` takes out."""
# As many letters as there are; parted, because a class that holds rare ones is slow.
_LETTERS = rf"(?:\w++|[{_MARKS}]++|(?=[\U00010000-\U0010ffff])[{_RARE_MARKS}]++)++"
_WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*+")
# For ASCII the same, many times faster: what stands between words becomes spaces.
_ASCII_GAPS = bytes(code if chr(code).isalnum() or code == 0x27 else 0x20 for code in range(256))
_STRAY_APOSTROPHE = re.compile(r"'(?:(?![A-Za-z0-9])|(?<![A-Za-z0-9]'))")
# Thai, Lao, Burmese, Khmer (with their later blocks) and Han: written without spaces.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\uaa60-\uaa7f\ua9e0-\ua9ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


type Span = tuple[str, int, int]
"""A word as it stands in a text, and the offsets of its beginning and end."""


def is_unspaced(text: str) -> bool:
    """Whether some of it is written without spaces between words."""
    return not text.isascii() and _UNSPACED.search(text) is not None


def words(text: str) -> list[str]:
    """The words in order, as they are written; of Chinese, the characters.

    Where a Chinese word ends depends on what stands around it, so pages are indexed by
    character, and a word of a query is a phrase of them.
    """
    if text.isascii():
        parted = text.encode().translate(_ASCII_GAPS).decode()
        return (_STRAY_APOSTROPHE.sub(" ", parted) if "'" in parted else parted).split()
    if not is_unspaced(text):
        return _WORD.findall(_plain(text))
    return [word for word, _, _ in spans(text)]


def spans(text: str) -> Iterator[Span]:
    """The words with their places."""
    text = _plain(text)
    if not is_unspaced(text):
        for match in _WORD.finditer(text):
            yield match[0], match.start(), match.end()
        return
    for match in _WORD.finditer(text):
        offset = match.start()
        for start, end in _boundaries(match[0]):
            if _HAN.search(match[0], start, end):
                for place in range(offset + start, offset + end):
                    yield text[place], place, place + 1
            else:
                yield match[0][start:end], offset + start, offset + end


def segments(text: str) -> list[str]:
    """The words of a query, by ICU's dictionaries also in Chinese."""
    return [
        match[0][start:end]
        for match in _WORD.finditer(_plain(text))
        for start, end in _boundaries(match[0])
    ]


def _plain(text: str) -> str:
    """With spaces for underscores, so that every place stays where it is."""
    return text.replace("_", " ")


def _boundaries(run: str) -> list[tuple[int, int]]:
    """Beginnings and ends of the words of a run of letters."""
    if not is_unspaced(run):
        return [(0, len(run))]
    cuts = list(WordBreaker(run, "en").segments())
    if max(run) <= "\uffff":
        return cuts
    # ICU counts in UTF-16, in which a rare character takes two places.
    places = [place for place, letter in enumerate(run) for _ in range(1 + (letter > "\uffff"))]
    places.append(len(run))
    return [(places[start], places[end]) for start, end in cuts]
