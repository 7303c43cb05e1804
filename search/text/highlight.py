"""Excerpts with the words that were found marked; made of plain text, once for both engines."""

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
BEFORE = 40  # characters before the first word that was found
READ = 12_000  # characters of a body that are looked through
HEAD = 3  # letters that every form of a word begins with, with few exceptions
MOST = 80  # words found, after which no more are looked for
SHORT = 40  # characters of a chunk whose words are cached

_SPACE = re.compile(r"\s+")
_MARKUP = re.compile("[&<>\"']")
_BLOCK_END = re.compile(r"(?<![.!?…:;,、。！？：；၊။។๏])[ \t]*\n\s*")
_SEPARATOR = " · "

type Form = tuple[Piece, str, str]
"""A piece of a chunk, its folded word and its stem."""
type Match = tuple[Piece, str, str, bool, bool]
"""A form that is found by itself, or may be in a row, or both."""
type Row = tuple[frozenset[str], ...]
"""Words side by side, each in any of its forms; one that ends with a star is a beginning."""


@dataclass(slots=True)
class Chunks:
    """The chunks of texts in one language that were compared with the words of a query."""

    matches: dict[str, tuple[Match, ...]] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)
    """Chunks in which nothing is found."""


@dataclass(frozen=True)
class Wanted:
    """The words that count as found: stems, folded words, beginnings, and patterns of them."""

    stems: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    similar: tuple[tuple[str, int], ...] = ()
    """Words, and how many edits away from them a word may be."""
    rows: frozenset[Row] = frozenset()
    chunks: dict[str, Chunks] = field(default_factory=dict, compare=False, repr=False)
    """The compared chunks by language: texts repeat them."""
    _fitting: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return any((self.stems, self.words, self.prefixes, self.patterns, self.similar, self.rows))

    def is_found(self, word: str, stem: str) -> bool:
        """Return whether a word counts as found by itself."""
        return stem in self.stems or word in self.words or self._fits(word)

    @cached_property
    def _forms(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """The words of all rows, and their beginnings."""
        forms = frozenset(form for row in self.rows for forms in row for form in forms)
        return forms, tuple(form[:-1] for form in forms if form.endswith("*"))

    def is_in_row(self, word: str, stem: str) -> bool:
        """Return whether a word is one of those that are sought side by side."""
        forms, beginnings = self._forms
        return word in forms or stem in forms or (bool(beginnings) and word.startswith(beginnings))

    def may_stand_in(self, text: str) -> bool:
        """Return False where a look at the letters shows that nothing sought stands there."""
        if self.patterns or self.similar or not text.isascii():
            return True
        row_forms, _ = self._forms
        forms = (*self.stems, *self.words, *self.prefixes, *row_forms)
        small = text.lower()
        return any(form[:HEAD].rstrip("*") in small for form in forms)

    def _fits(self, bare: str) -> bool:
        """Return whether a folded word begins so, or is like one; remembered: texts repeat."""
        if not (self.prefixes or self.patterns or self.similar):
            return False
        known = self._fitting.get(bare)
        if known is None:
            known = self._fitting[bare] = (
                (bool(self.prefixes) and bare.startswith(self.prefixes))
                or any(pattern.fullmatch(bare) for pattern in self.patterns)
                or any(
                    OSA.distance(word, bare, score_cutoff=limit) <= limit
                    for word, limit in self.similar
                )
            )
        return known


class Mark(NamedTuple):
    """A passage to mark, and what was found there."""

    start: int
    end: int
    word: str


def highlight(text: str, locale: str, wanted: Wanted) -> str | None:
    """Return the whole text, marked; None if nothing in it was found."""
    found = _found(text, locale, wanted)
    return _marked(text, found, 0, len(text)) if found else None


def fragments(text: str, locale: str, wanted: Wanted, limit: int = 2) -> tuple[str, ...]:
    """Return the passages with most different words found, in reading order."""
    found = _found(text, locale, wanted) if wanted else []
    chosen: list[int] = []
    for start in _best_starts(found):
        if all(abs(start - other) >= WIDTH for other in chosen):
            chosen.append(start)
            if len(chosen) == limit:
                break
    return tuple(_fragment(text, found, start) for start in sorted(chosen))


def fragments_of_long(text: str, locale: str, wanted: Wanted) -> tuple[str, ...]:
    """Return the passages of the first part of a long text in which anything was found."""
    for start in range(0, len(text), READ):
        part = text[start : start + READ + WIDTH]
        if wanted.may_stand_in(part) and (found := fragments(part, locale, wanted)):
            before = "" if found[0].startswith("… ") else "… "
            return (before + found[0], *found[1:])
    return ()


def _found(text: str, locale: str, wanted: Wanted) -> list[Mark]:
    """Return the passages to mark, in order and apart from each other."""
    marks, placed = list[Mark](), list[_Placed]()
    known = wanted.chunks.setdefault(locale, Chunks())
    for chunk in {*text.split(), *broken(text)} - known.without:
        matches = known.matches.get(chunk)
        if matches is None:
            matches = tuple(_matches(chunk, locale, wanted))
            if not matches:
                known.without.add(chunk)
                continue
            known.matches[chunk] = matches
        for start in _places(text, chunk):
            for piece, word, stem, is_mark, is_placed in matches:
                at, end = start + piece.start, start + piece.end
                if is_mark:
                    marks.append(Mark(at, end, stem))
                if is_placed:
                    placed.append(_Placed(at, end, word, stem))
    placed.sort()
    for row in wanted.rows:
        marks += _standing(row, placed, text)
    return _apart(marks)[:MOST]


def _matches(chunk: str, locale: str, wanted: Wanted) -> Iterator[Match]:
    """Yield the forms in a chunk that are found by themselves or may be in a row."""
    for piece, word, stem in (_forms_of_short if len(chunk) <= SHORT else _forms)(chunk, locale):
        is_mark = wanted.is_found(word, stem)
        is_placed = not piece.is_variant and wanted.is_in_row(word, stem)
        if is_mark or is_placed:
            yield piece, word, stem, is_mark, is_placed


def _forms(chunk: str, locale: str) -> tuple[Form, ...]:
    stem_of = stemmer(locale)
    return tuple((piece, folded(piece.word), stem_of(piece.word)) for piece in pieces(chunk))


_forms_of_short = lru_cache(maxsize=30_000)(_forms)


def _places(text: str, chunk: str) -> Iterator[int]:
    """Yield where a chunk stands between spaces."""
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
        """Return whether the word has one of these forms, or one of these beginnings."""
        return (
            self.word in forms
            or self.stem in forms
            or any(self.word.startswith(form[:-1]) for form in forms if form.endswith("*"))
        )


def _standing(row: Row, placed: Sequence[_Placed], text: str) -> Iterator[Mark]:
    """Yield every word of a row wherever it stands whole, with no word between."""
    for at in range(len(placed) - len(row) + 1):
        here = placed[at : at + len(row)]
        if all(each.is_one_of(forms) for each, forms in zip(here, row, strict=True)) and all(
            not any(map(str.isalnum, text[one.end : other.start])) for one, other in pairwise(here)
        ):
            for each in here:
                yield Mark(each.start, each.end, each.word)


def _apart(marks: list[Mark]) -> list[Mark]:
    """Return the marks in order; of two that overlap, the longer one."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.start, -each.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _best_starts(found: Sequence[Mark]) -> list[int]:
    """Return where passages could begin, those with most different words first."""
    scored, end = [], 0
    for number, mark in enumerate(found):
        while end < len(found) and found[end].end < mark.start + WIDTH - BEFORE:
            end += 1
        different = {each.word for each in found[number:end]}
        scored.append((-len(different), number - end, mark.start))
    return [start for *_, start in sorted(scored)]


def _fragment(text: str, found: Sequence[Mark], first: int) -> str:
    begin = _boundary(text, max(0, first - BEFORE), first)
    end = min(len(text), begin + WIDTH)
    end = _boundary(text, end, min(len(text), end + 30), backwards=False)
    inside = [mark for mark in found if begin <= mark.start and mark.end <= end]
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


def _marked(text: str, found: Sequence[Mark], begin: int, end: int) -> str:
    """Return a passage as HTML; marks with nothing between them, as in Chinese, become one."""
    safe = escape if _MARKUP.search(text, begin, end) else str
    parts, at = [], begin
    for start, stop, _ in found:
        parts += [safe(text[at:start]), f"<mark>{safe(text[start:stop])}</mark>"]
        at = stop
    return "".join([*parts, safe(text[at:end])]).replace("</mark><mark>", "")
