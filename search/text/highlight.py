"""Highlighted excerpts of plain text, the same for both engines."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import escape
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search.text.forms import folded, stemmer
from search.text.placed import Piece, broken, pieces

WIDTH = 190  # characters of an excerpt
BEFORE = 40  # characters before the first highlighted word
READ = 12_000  # characters of a body that are searched for words to highlight
HEAD = 3  # letters that every form of a word begins with, with few exceptions
MAX_MARKS = 80  # highlighted words of a text
SHORT = 40  # characters of a chunk whose words are cached

_SPACE = re.compile(r"\s+")
_MARKUP = re.compile("[&<>\"']")
_BLOCK_END = re.compile(r"(?<![.!?…:;,、。！？：；၊။។๏])[ \t]*\n\s*")
_SEPARATOR = " · "

type Form = tuple[Piece, str, str]
"""A piece of a chunk, its folded word and its stem."""
type Match = tuple[Piece, str, str, bool, bool]
"""A form, whether it is highlighted by itself, and whether it may be part of a phrase."""
type Phrase = tuple[frozenset[str], ...]
"""The words of a phrase, each in any of its forms; a form that ends with a star is a prefix."""


@dataclass(slots=True)
class Chunks:
    """A cache of the chunks of texts in one language that were compared with the terms."""

    matches: dict[str, tuple[Match, ...]] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)
    """Chunks without a match."""


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
    chunks: dict[str, Chunks] = field(default_factory=dict, compare=False, repr=False)
    """The compared chunks by language: texts repeat them."""
    _matches_cache: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return any(
            (self.stems, self.words, self.prefixes, self.patterns, self.similar, self.phrases)
        )

    def is_highlighted(self, word: str, stem: str) -> bool:
        """Return whether a word is highlighted by itself."""
        return stem in self.stems or word in self.words or self._fits_pattern(word)

    @cached_property
    def _forms(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """Return the words of all phrases, and the prefixes among them."""
        forms = frozenset(form for phrase in self.phrases for forms in phrase for form in forms)
        return forms, tuple(form[:-1] for form in forms if form.endswith("*"))

    def is_in_phrase(self, word: str, stem: str) -> bool:
        """Return whether a word may be part of a phrase."""
        forms, prefixes = self._forms
        return word in forms or stem in forms or (bool(prefixes) and word.startswith(prefixes))

    def may_occur_in(self, text: str) -> bool:
        """Return False if the text surely has none of the terms; cheaper than highlighting it."""
        if self.patterns or self.similar or not text.isascii():
            return True
        phrase_forms, _ = self._forms
        forms = (*self.stems, *self.words, *self.prefixes, *phrase_forms)
        lowered = text.lower()
        return any(form[:HEAD].rstrip("*") in lowered for form in forms)

    def _fits_pattern(self, bare: str) -> bool:
        """Return whether a folded word matches a prefix, a pattern or a similar word; cached."""
        if not (self.prefixes or self.patterns or self.similar):
            return False
        known = self._matches_cache.get(bare)
        if known is None:
            known = self._matches_cache[bare] = (
                (bool(self.prefixes) and bare.startswith(self.prefixes))
                or any(pattern.fullmatch(bare) for pattern in self.patterns)
                or any(
                    OSA.distance(word, bare, score_cutoff=limit) <= limit
                    for word, limit in self.similar
                )
            )
        return known


class Mark(NamedTuple):
    """A passage to highlight, and its word or stem."""

    start: int
    end: int
    word: str


def highlight(text: str, locale: str, terms: HighlightTerms) -> str | None:
    """Return the whole text, highlighted; None if it has none of the terms."""
    marks = _marks(text, locale, terms)
    return _marked(text, marks, 0, len(text)) if marks else None


def fragments(text: str, locale: str, terms: HighlightTerms, limit: int = 2) -> tuple[str, ...]:
    """Return the passages with most different highlighted words, in reading order."""
    marks = _marks(text, locale, terms) if terms else []
    chosen: list[int] = []
    for start in _best_starts(marks):
        if all(abs(start - other) >= WIDTH for other in chosen):
            chosen.append(start)
            if len(chosen) == limit:
                break
    return tuple(_fragment(text, marks, start) for start in sorted(chosen))


def fragments_of_long(text: str, locale: str, terms: HighlightTerms) -> tuple[str, ...]:
    """Return the passages of the first part of a long text that has any of the terms."""
    for start in range(0, len(text), READ):
        part = text[start : start + READ + WIDTH]
        if terms.may_occur_in(part) and (found := fragments(part, locale, terms)):
            before = "" if found[0].startswith("… ") else "… "
            return (before + found[0], *found[1:])
    return ()


def _marks(text: str, locale: str, terms: HighlightTerms) -> list[Mark]:
    """Return the passages to highlight, in order and without overlaps."""
    marks, placed = list[Mark](), list[_Placed]()
    cached = terms.chunks.setdefault(locale, Chunks())
    for chunk in {*text.split(), *broken(text)} - cached.without:
        matches = cached.matches.get(chunk)
        if matches is None:
            matches = tuple(_matches(chunk, locale, terms))
            if not matches:
                cached.without.add(chunk)
                continue
            cached.matches[chunk] = matches
        for start in _places(text, chunk):
            for piece, word, stem, is_mark, is_placed in matches:
                at, end = start + piece.start, start + piece.end
                if is_mark:
                    marks.append(Mark(at, end, stem))
                if is_placed:
                    placed.append(_Placed(at, end, word, stem))
    placed.sort()
    for phrase in terms.phrases:
        marks += _occurrences(phrase, placed, text)
    return _without_overlaps(marks)[:MAX_MARKS]


def _matches(chunk: str, locale: str, terms: HighlightTerms) -> Iterator[Match]:
    """Yield the forms in a chunk that are highlighted by themselves or may be in a phrase."""
    for piece, word, stem in (_forms_of_short if len(chunk) <= SHORT else _forms)(chunk, locale):
        is_mark = terms.is_highlighted(word, stem)
        is_placed = not piece.is_variant and terms.is_in_phrase(word, stem)
        if is_mark or is_placed:
            yield piece, word, stem, is_mark, is_placed


def _forms(chunk: str, locale: str) -> tuple[Form, ...]:
    stem_of = stemmer(locale)
    return tuple((piece, folded(piece.word), stem_of(piece.word)) for piece in pieces(chunk))


_forms_of_short = lru_cache(maxsize=30_000)(_forms)


def _places(text: str, chunk: str) -> Iterator[int]:
    """Yield the offsets of a chunk between spaces."""
    start, length = text.find(chunk), len(chunk)
    while start >= 0:
        end = start + length
        is_begun = start == 0 or text[start - 1].isspace()
        if is_begun and (end == len(text) or text[end].isspace()):
            yield start
        start = text.find(chunk, end)


class _Placed(NamedTuple):
    start: int
    end: int
    word: str
    stem: str

    def is_one_of(self, forms: frozenset[str]) -> bool:
        """Return whether the word has one of these forms or prefixes."""
        return (
            self.word in forms
            or self.stem in forms
            or any(self.word.startswith(form[:-1]) for form in forms if form.endswith("*"))
        )


def _occurrences(phrase: Phrase, placed: Sequence[_Placed], text: str) -> Iterator[Mark]:
    """Yield the words of each occurrence of a phrase, with no other word between them."""
    for at in range(len(placed) - len(phrase) + 1):
        here = placed[at : at + len(phrase)]
        if all(each.is_one_of(forms) for each, forms in zip(here, phrase, strict=True)) and all(
            not any(map(str.isalnum, text[one.end : other.start])) for one, other in pairwise(here)
        ):
            for each in here:
                yield Mark(each.start, each.end, each.word)


def _without_overlaps(marks: list[Mark]) -> list[Mark]:
    """Return the marks in order; of two that overlap, the longer one."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _best_starts(marks: Sequence[Mark]) -> list[int]:
    """Return the offsets at which passages could begin, those with most different words first."""
    scored, end = [], 0
    for number, mark in enumerate(marks):
        while end < len(marks) and marks[end].end < mark.start + WIDTH - BEFORE:
            end += 1
        different = {each.word for each in marks[number:end]}
        scored.append((-len(different), number - end, mark.start))
    return [start for *_, start in sorted(scored)]


def _fragment(text: str, marks: Sequence[Mark], first: int) -> str:
    begin = _boundary(text, max(0, first - BEFORE), first)
    end = min(len(text), begin + WIDTH)
    end = _boundary(text, end, min(len(text), end + 30), backwards=False)
    inside = [mark for mark in marks if begin <= mark.start and mark.end <= end]
    before = "… " if begin else ""
    after = " …" if end < len(text.rstrip()) else ""
    marked = _BLOCK_END.sub(_SEPARATOR, _marked(text, inside, begin, end).strip())
    return before + " ".join(marked.split()) + after


def _boundary(text: str, near: int, limit: int, backwards: bool = True) -> int:
    """Return a place between words: the first space from `near` on; else between letters."""
    if near in (0, len(text)):
        return near
    space = _SPACE.search(text, near, limit)
    if space:
        return space.end() if backwards else space.start()
    while near < limit and unicodedata.category(text[near])[0] == "M":
        near += 1
    return near


def _marked(text: str, marks: Sequence[Mark], begin: int, end: int) -> str:
    """Return a passage as HTML; marks with nothing between them, as in Chinese, become one."""
    safe = escape if _MARKUP.search(text, begin, end) else str
    parts, at = [], begin
    for start, stop, _ in marks:
        parts += [safe(text[at:start]), f"<mark>{safe(text[start:stop])}</mark>"]
        at = stop
    return "".join([*parts, safe(text[at:end])]).replace("</mark><mark>", "")
