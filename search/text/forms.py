"""A word's forms: as an index holds it, and as a query looks for it."""

import unicodedata
from collections.abc import Callable, Iterable
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
REMEMBERED = 100_000  # words, of each of which its forms are kept


class _Memory(dict[str, str]):
    """A form of every word met, made once; all are forgotten at once when they are too many."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        form = self[word] = self._make(word)
        return form


def _lower(word: str) -> str:
    small = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    return small.removesuffix("'s")[:LONGEST]


def _fold(word: str) -> str:
    small = lowered(word)
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFD", small)
    bare = "".join(letter for letter in apart if ord(letter) not in _LATIN_MARKS)
    return unicodedata.normalize("NFC", bare).translate(_UNDECOMPOSED)


def _stemming(stemmer: Stemmer.Stemmer) -> Callable[[str], str]:
    return lambda word: stemmer.stemWord(folded(word))


_LOWERED, _FOLDED = _Memory(_lower), _Memory(_fold)
_STEMMED = {code: _Memory(_stemming(stemmer)) for code, stemmer in _STEMMERS.items()}


def lowered(word: str) -> str:
    """Compatible forms made one, in small letters, without a possessive ending."""
    return _LOWERED[word]


def folded(word: str) -> str:
    """Without the accents of Latin letters: Hội đồng is found as hoi dong."""
    return _FOLDED[word]


def stem(word: str, locale: str) -> str:
    """The folded word's stem in a language that has a good stemmer, else the folded word."""
    return _STEMMED.get(locale[:2], _FOLDED)[word]


def stemmer(locale: str) -> Callable[[str], str]:
    """`stem` for many words of one language."""
    return _STEMMED.get(locale[:2], _FOLDED).__getitem__


def all_lowered(words: Iterable[str]) -> list[str]:
    return list(map(_LOWERED.__getitem__, words))


def all_folded(words: Iterable[str]) -> list[str]:
    return list(map(_FOLDED.__getitem__, words))


def stems(words: Iterable[str], locale: str) -> list[str]:
    return list(map(stemmer(locale), words))


@lru_cache(maxsize=50_000)
def forms(word: str) -> tuple[str, ...]:
    """A word of unknown language: its stem in each that has a stemmer, and the folded word.

    Always in the same order of languages, so that the forms of several words go together.
    """
    return (*(stem(word, locale) for locale in _STEMMERS), folded(word))


def is_accented(word: str) -> bool:
    return lowered(word) != folded(word)
