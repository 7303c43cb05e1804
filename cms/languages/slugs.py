"""Slugs: the parts of addresses that are made of titles, in every script.

Python's `\\w` matches no combining marks, so the slugs of Django and Wagtail lose the vowel and
tone signs of Thai, Lao, Khmer, Burmese, Tamil and Devanagari. `static/js/slugs.js` makes the same
slugs in the admin.
"""

import re
from itertools import groupby
from unicodedata import category, combining, normalize

from django.core.validators import validate_unicode_slug

MAX_LENGTH = 240
"""Leaves room for a number in the 255 characters of the column."""

_IGNORABLE = {0x034F, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}
_VIRAMA = 9  # the combining class of the signs that join a consonant to the next one


def _marks() -> str:
    """Return the combining marks that have a shape, as the inside of a character class.

    The marks beyond U+1FFFF are variation selectors, which have none.
    """
    codes = [
        code
        for code in range(0x300, 0x20000)
        if category(chr(code)) in ("Mn", "Mc") and code not in _IGNORABLE
    ]
    ranges = groupby(enumerate(codes), key=lambda each: each[1] - each[0])
    runs = [[code for _, code in each] for _, each in ranges]
    return "".join(f"{chr(each[0])}-{chr(each[-1])}" for each in runs)


MARKS = _marks()
SEGMENT = rf"[-\w{MARKS}]+"
"""A regular expression that matches one part of an address, with or without marks."""

_SLUG = re.compile(rf"^{SEGMENT}\Z")
_DROPPED = re.compile(rf"[^-\w\s{MARKS}]")
_LOOSE_MARKS = re.compile(rf"(?:^|(?<=[-_\s]))[{MARKS}]+")
_GAPS = re.compile(r"[-\s]+")
_MARK = re.compile(rf"[{MARKS}]")
_FOLLOWS = re.compile(rf"[{MARKS}\u0e33\u0eb3]")  # with `am`, which is a letter in Unicode


def slugify(text: str, max_length: int = MAX_LENGTH) -> str:
    """Return the slug of a title: letters with their marks, digits and hyphens, in NFC.

    Equal to Django's `slugify(text, allow_unicode=True)` where the text has no marks. Empty if
    the text has neither letters nor digits. A slug that is too long is not cut between a letter
    and its marks.
    """
    if not text.isascii():
        text = "".join(map(_plain, normalize("NFC", text)))
    text = text.lower().replace("i\u0307", "i")  # lower case of the Turkish İ
    text = normalize("NFC", _DROPPED.sub("", text))
    text = _GAPS.sub("-", _LOOSE_MARKS.sub("", text)).strip("-_")
    return _cut(text, max_length).strip("-_")


def _plain(character: str) -> str:
    """Return the NFKC form, but not of a letter that it divides into a letter and a mark.

    Thai and Lao `am` are such letters.
    """
    form = normalize("NFKC", character)
    return character if _MARK.search(form) else form


def _cut(text: str, length: int) -> str:
    end = length
    while 0 < end < len(text) and (
        _FOLLOWS.match(text, end) or combining(text[end - 1]) == _VIRAMA
    ):
        end -= 1
    return text[:end] or text[:length]


def accept_marks() -> None:
    """Let Django's validator of Unicode slugs accept every slug that `slugify` makes.

    All fields and forms for slugs of pages share this validator, those of Wagtail included.
    """
    validate_unicode_slug.regex = _SLUG
