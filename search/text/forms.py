"""The forms of words: lower case, folded, stemmed."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache

import Stemmer

from search.text.chinese import simplified
from search.text.languages import LANGUAGES, Language, language
from search.text.normalize import normalize

_ACCENTS = range(0x0300, 0x0370)
# Short vowels of Arabic and points of Hebrew, which are seldom written, and the tatweel.
_UNWRITTEN = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u0640\u064b-\u065f\u0670]"
)
_UNDECOMPOSED = str.maketrans(
    {
        "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe",
        "\u0649": "\u064a", "\u0629": "\u0647",
    }
)  # fmt: skip
MAX_FORM_LENGTH = 60  # characters; engines refuse or cut much longer terms
CACHE_SIZE = 100_000  # words, for each kind of form


class _FormCache(dict[str, str]):
    """A cache of one form of words; emptied when it has `CACHE_SIZE` entries."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __missing__(self, word: str) -> str:
        if len(self) >= CACHE_SIZE:
            self.clear()
        form = self[word] = self._make(word)
        return form


def _lower(word: str) -> str:
    return normalize(word).removesuffix("'s")[:MAX_FORM_LENGTH]


def _fold(word: str) -> str:
    lower = lowered(word)
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFD", lower)
    bare = "".join(letter for letter in decomposed if ord(letter) not in _ACCENTS)
    bare = _UNWRITTEN.sub("", bare) or bare
    return simplified(unicodedata.normalize("NFC", bare).translate(_UNDECOMPOSED))


def _stemming(entry: Language) -> Callable[[str], str]:
    """Return the function that stems words of a language."""
    stemmer = Stemmer.Stemmer(entry.stemmer)

    bare = lowered if entry.stems_accents else folded

    def rewritten(word: str) -> str:
        form = bare(word)
        for pattern, replacement in entry.rewrites:
            form = pattern.sub(replacement, form)
        return form

    same = {
        rewritten(f"{word}{plural}"): rewritten(f"{group[-1]}{plural}")
        for group in map(str.split, entry.same)
        for word in group[:-1]
        for plural in ("", "s")
    }

    def stem_of(word: str) -> str:
        form = bare(word)
        if not form[:1].isalpha() or form[-1] in "+#":
            return form
        form = rewritten(form)
        stemmed = stemmer.stemWord(same.get(form, form))
        return stemmed if stemmed.isascii() else _FOLDED[stemmed]

    return stem_of


_LOWERED, _FOLDED = _FormCache(_lower), _FormCache(_fold)


def lowered(word: str) -> str:
    """Return the normalized word without a possessive ending, cut to `MAX_FORM_LENGTH`."""
    return _LOWERED[word]


def folded(word: str) -> str:
    """Return the word in lower case, without accents and vowel points: `hoi` for `Hội`.

    Chinese characters are simplified.
    """
    return _FOLDED[word]


_STEMMED = {
    entry.code: _FormCache(_stemming(entry)) for entry in LANGUAGES.values() if entry.stemmer
}
_QUERY_STEMS = [*_STEMMED.values()]


def stem(word: str, locale: str) -> str:
    """Return the folded word's stem in a language that has a stemmer, else the folded word."""
    return stemmer(locale)(word)


def stemmer(locale: str) -> Callable[[str], str]:
    """Return the function that `stem` uses for a language; faster for many words."""
    return _STEMMED.get(language(locale).code, _FOLDED).__getitem__


def all_folded(words: Iterable[str]) -> list[str]:
    """Return the folded words in their order."""
    return list(map(_FOLDED.__getitem__, words))


@lru_cache(maxsize=50_000)
def forms(word: str) -> tuple[str, ...]:
    """Return the stem of a word in each language in use that has a stemmer, and the folded word.

    The order of languages is fixed, so that forms of several words can be zipped.
    """
    return (*(stems[word] for stems in _QUERY_STEMS), folded(word))


def use_languages(codes: Iterable[str]) -> None:
    """Set the languages in which `forms` stems words; until then, every one with a stemmer.

    Other languages would only add stems that match pages by chance.
    """
    used = {language(code).code for code in codes}
    _QUERY_STEMS[:] = [stems for code, stems in _STEMMED.items() if code in used]
    forms.cache_clear()


@contextmanager
def languages_in_use(codes: Iterable[str]) -> Iterator[None]:
    """Use these languages within the context."""
    before = [*_QUERY_STEMS]
    use_languages(codes)
    try:
        yield
    finally:
        _QUERY_STEMS[:] = before
        forms.cache_clear()


def is_accented(word: str) -> bool:
    """Return whether folding changes the word, other than by simplifying Chinese characters."""
    lower = lowered(word)
    return not lower.isascii() and simplified(lower) != folded(word)
