"""The terms of a query that are highlighted, compared with the chunks of texts."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search.text.chunk_index import ChunkQuery, chunk_index
from search.text.forms import folded, stemmer
from search.text.placed import Piece, pieces

HEAD = 3  # letters that every form of a word begins with, with few exceptions
SHORT = 40  # characters of a chunk whose words are cached

type Phrase = tuple[frozenset[str], ...]
"""The words of a phrase, each in any of its forms; a form that ends with a star is a prefix."""


class Form(NamedTuple):
    """A piece of a chunk, its folded word and its stem."""

    piece: Piece
    word: str
    stem: str


class Match(NamedTuple):
    """The offsets of a form in its chunk; whether it is highlighted, and may be in a phrase."""

    start: int
    end: int
    word: str
    stem: str
    is_mark: bool
    is_placed: bool


@dataclass(frozen=True)
class HighlightTerms:
    """The terms to highlight: stems, folded words, prefixes, patterns and phrases."""

    stems: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    similar: tuple[tuple[str, int], ...] = ()
    """Words, and how many edits another word may be away from each."""
    phrases: frozenset[Phrase] = frozenset()
    _cached_matches: dict[tuple[str, str], tuple[Match, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _chunk_queries: dict[str, ChunkQuery] = field(default_factory=dict, compare=False, repr=False)
    _fitting: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return any(
            (self.stems, self.words, self.prefixes, self.patterns, self.similar, self.phrases)
        )

    def candidates(self, chunks: Set[str], locale: str) -> Set[str]:
        """Return the chunks of a text that may have a match, in any order."""
        if self._has_patterns:
            return chunks
        query = self._chunk_queries.get(locale)
        if query is None:
            query = self._chunk_queries[locale] = chunk_index.query(self._names, locale)
        return query.matching(chunks)

    def matches(self, chunk: str, locale: str) -> tuple[Match, ...]:
        """Return the matches in a chunk of a text in this language."""
        matches = self._cached_matches.get((chunk, locale))
        if matches is None:
            forms_of = _short_chunk_forms if len(chunk) <= SHORT else _chunk_forms
            matches = self._cached_matches[chunk, locale] = tuple(
                self._matches(forms_of(chunk, locale))
            )
        return matches

    def _matches(self, forms: tuple[Form, ...]) -> Iterator[Match]:
        """Yield the forms that are highlighted by themselves or may be in a phrase."""
        for piece, word, stem in forms:
            is_mark = self._is_highlighted(word, stem)
            is_placed = not piece.is_variant and self._is_in_phrase(word, stem)
            if is_mark or is_placed:
                yield Match(piece.start, piece.end, word, stem, is_mark, is_placed)

    @cached_property
    def _phrase_forms(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """Return the words of all phrases, and the prefixes among them."""
        forms = frozenset(form for phrase in self.phrases for forms in phrase for form in forms)
        return forms, tuple(form[:-1] for form in forms if form.endswith("*"))

    @cached_property
    def _names(self) -> frozenset[str]:
        """Return all words and stems; a chunk with none of them has no match but by a pattern."""
        return self.stems | self.words | self._phrase_forms[0]

    @cached_property
    def _has_patterns(self) -> bool:
        return any((self.prefixes, self.patterns, self.similar, self._phrase_forms[1]))

    def _is_highlighted(self, word: str, stem: str) -> bool:
        """Return whether a word is highlighted by itself."""
        return stem in self.stems or word in self.words or self._fits_pattern(word)

    def _is_in_phrase(self, word: str, stem: str) -> bool:
        """Return whether a word may be part of a phrase."""
        forms, prefixes = self._phrase_forms
        return word in forms or stem in forms or (bool(prefixes) and word.startswith(prefixes))

    def may_occur_in(self, text: str) -> bool:
        """Return False if the text surely has none of the terms; cheaper than highlighting it."""
        if self.patterns or self.similar or not text.isascii():
            return True
        forms = (*self._names, *self.prefixes)
        lowered = text.lower()
        return any(form[:HEAD].rstrip("*") in lowered for form in forms)

    def _fits_pattern(self, bare: str) -> bool:
        """Return whether a folded word matches a prefix, a pattern or a similar word; cached."""
        if not (self.prefixes or self.patterns or self.similar):
            return False
        fits = self._fitting.get(bare)
        if fits is None:
            fits = self._fitting[bare] = (
                (bool(self.prefixes) and bare.startswith(self.prefixes))
                or any(pattern.fullmatch(bare) for pattern in self.patterns)
                or any(
                    OSA.distance(word, bare, score_cutoff=limit) <= limit
                    for word, limit in self.similar
                )
            )
        return fits


def _chunk_forms(chunk: str, locale: str) -> tuple[Form, ...]:
    stem_of = stemmer(locale)
    return tuple(Form(piece, folded(piece.word), stem_of(piece.word)) for piece in pieces(chunk))


_short_chunk_forms = lru_cache(maxsize=10_000)(_chunk_forms)
