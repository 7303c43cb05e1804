"""Normalization of text for comparison.

Unicode NFKC and case folding, with marks in canonical order and digits of any script as 0 to 9,
without invisible characters and hyphenation at line ends.
"""

import re
import unicodedata

INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
"""Soft hyphen, zero-width characters, marks of direction, variation selectors."""

_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_SOFT_LINE_END = re.compile(r"\u00ad[ \t]*\r?\n")
_LINE_END = re.compile(r"(?<=[^\W\d_])[-\u2010][ \t]*\r?\n\s*(?=([^\W\d_]))")
_GROUPING = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_SIGNS = re.compile("[\u2120\u2122]")  # NFKC would make letters of them
_APOSTROPHES = re.compile("[\u2019\u2018\u02bc\u02bb\u201b\uff07]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
# Thai and Lao: NFKC decomposes the vowel am; here it is composed again, after the tone mark.
_AM = re.compile("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_LAO_AM = re.compile("([\u0ec8-\u0ecb]?)\u0ecd([\u0ec8-\u0ecb]?)\u0eb2")
_COMPOSED = re.compile("[\u0e32\u0eb2]")


def normalize(text: str) -> str:
    """Return the normalized text, in lower case; line breaks are kept."""
    is_ascii = text.isascii()
    if not is_ascii:
        text = _INVISIBLE.sub("", _SOFT_LINE_END.sub("-\n", text))
    if "\n" in text:
        text = _LINE_END.sub(_joined, text)
    if is_ascii:
        return text.lower()
    text = _GROUPING.sub("", text)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", _SIGNS.sub(" ", text))
    text = text.casefold()
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if _COMPOSED.search(text):
        text = _AM.sub("\\1\\2\u0e33", text)
        text = _LAO_AM.sub("\\1\\2\u0eb3", text)
    if _OTHER_DIGIT.search(text):
        text = _OTHER_DIGIT.sub(_digit, text)
    return _APOSTROPHES.sub("'", text)


def _joined(match: re.Match[str]) -> str:
    """Return what replaces a hyphen at a line's end: nothing before a lower-case letter."""
    return "" if match[1].islower() else "-"


def _digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))
