"""A word's forms: as an index holds it, and as a query looks for it."""

import unicodedata
from functools import lru_cache

import Stemmer

# Snowball's. Malay shares its affixes with Indonesian.
_STEMMERS = {
    "en": Stemmer.Stemmer("english"),
    "id": Stemmer.Stemmer("indonesian"),
    "ms": Stemmer.Stemmer("indonesian"),
    "pt": Stemmer.Stemmer("portuguese"),
    "ta": Stemmer.Stemmer("tamil"),
}
_LATIN_MARKS = range(0x0300, 0x0370)
_UNDECOMPOSED = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "’": "'"}
)
LONGEST = 60  # characters; engines refuse or cut much longer terms


@lru_cache(maxsize=200_000)
def lowered(word: str) -> str:
    """Compatible forms made one, in small letters, without a possessive ending."""
    small = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    return small.removesuffix("'s")[:LONGEST]


@lru_cache(maxsize=200_000)
def folded(word: str) -> str:
    """Without the accents of Latin letters: Hội đồng is found as hoi dong."""
    small = lowered(word)
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFD", small)
    bare = "".join(letter for letter in apart if ord(letter) not in _LATIN_MARKS)
    return unicodedata.normalize("NFC", bare).translate(_UNDECOMPOSED)


@lru_cache(maxsize=200_000)
def stem(word: str, locale: str) -> str:
    """The folded word's stem in a language that has a good stemmer, else the folded word."""
    bare = folded(word)
    stemmer = _STEMMERS.get(locale[:2])
    return stemmer.stemWord(bare) if stemmer else bare


@lru_cache(maxsize=50_000)
def forms(word: str) -> tuple[str, ...]:
    """A word of unknown language: its stem in each that has a stemmer, and the folded word.

    Always in the same order of languages, so that the forms of several words go together.
    """
    return (*(stem(word, locale) for locale in _STEMMERS), folded(word))


def is_accented(word: str) -> bool:
    return lowered(word) != folded(word)
