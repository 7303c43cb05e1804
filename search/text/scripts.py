"""Scripts, as ranges of characters; a change of script is a word boundary."""

import re

# Each with its marks; words of other scripts are matched by `\w`.
_LATIN = (
    "a-zA-Z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0300-\u036f\u1d00-\u1dbf"
    "\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff"
)
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_LAO = "\u0e81-\u0ece\u0edc-\u0edf"
_BURMESE = "\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f"
_KHMER = "\u1780-\u17b3\u17b6-\u17d3\u17dc\u17dd"
_HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_ARABIC = (
    "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef"
    "\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
)
_SPACED = (
    "\u0370-\u03ff\u1f00-\u1fff",  # Greek
    "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",  # Cyrillic
    "\u0531-\u058f",  # Armenian
    "\u0591-\u05c7\u05d0-\u05f2",  # Hebrew
    _ARABIC,
    *(
        f"{chr(start)}-{chr(start + 0x63)}{chr(start + 0x70)}-{chr(start + 0x7F)}"
        for start in range(0x0900, 0x0E00, 0x80)
    ),  # Devanagari to Sinhala, without their punctuation and digits
    "\u10a0-\u10ff\u1c90-\u1cbf",  # Georgian
    "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",  # Hangul
    "\u1200-\u139f",  # Ethiopic
    "\u1b00-\u1b4b",  # Balinese
    "\ua980-\ua9c0",  # Javanese
)
UNSPACED = f"{_THAI}{_LAO}{_BURMESE}{_KHMER}{_HAN}{_KANA}"
"""The characters of scripts without spaces between words."""

RUN = "|".join(
    [
        f"[{_LATIN}]+(?:'(?![{_LATIN}][.][{_LATIN}])[{_LATIN}]+)*",
        "[0-9]+",
        *(f"[{each}]+(?:'[{each}]+)*" for each in _SPACED),
        *(f"[{each}]+" for each in (_THAI, _LAO, _BURMESE, _KHMER, _HAN, _KANA)),
        rf"[^\W\d_{_LATIN}{''.join(_SPACED)}{UNSPACED}]+",
    ]
)
"""A run of letters of one script, or of digits, as a regular expression."""

_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_IS_HAN = re.compile(f"[{_HAN}{_KANA}]")
_MARK = (
    "\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
    "\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u109a-\u109d"
    "\u17b6-\u17d3\u17dd"
)
# A letter with its marks and what is stacked below it; no word has more than a few of them.
_STACKED = f"[\u1039\u17d2][{_BURMESE}{_KHMER}]"
_CLUSTER = re.compile(f"[\u1039\u17d2]?.(?:{_STACKED}|[{_MARK}]){{0,12}}", re.DOTALL)
_LENGTHS = ((re.compile(f"[{_THAI}{_LAO}]"), (3,)), (re.compile(f"[{_HAN}{_KANA}]"), (1, 2)))
_DEFAULT_LENGTHS = (2,)


def is_unspaced(text: str) -> bool:
    """Return whether the text has characters of scripts without spaces between words."""
    return not text.isascii() and _IS_UNSPACED.search(text) is not None


def is_han(text: str) -> bool:
    """Return whether the text begins with a Chinese or Japanese character."""
    return _IS_HAN.match(text) is not None


def clusters(run: str) -> list[str]:
    """Return the letters of a run of one unspaced script, each with its marks."""
    return _CLUSTER.findall(run)


def grams(run: str) -> list[str]:
    """Return the n-grams of letters by which pages of the run's script are ranked.

    Trigrams for Thai and Lao, bigrams for Burmese and Khmer, both unigrams and bigrams for Chinese
    and Japanese: best on judged collections, combined with the words of ICU's dictionaries.
    """
    letters = clusters(run)
    lengths = next(
        (lengths_of_script for script, lengths_of_script in _LENGTHS if script.match(run)),
        _DEFAULT_LENGTHS,
    )
    return [
        "".join(letters[at : at + length])
        for length in lengths
        for at in range(len(letters) - length + 1)
    ]
