"""Excerpts with the words that were found marked; made of plain text, once for both engines."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import islice

from rapidfuzz.distance import OSA

from search.text.forms import folded, stemmer
from search.text.words import Span, is_unspaced, spans, words

WIDTH = 190  # characters of an excerpt
BEFORE = 40  # characters before the first word that was found
READ = 12_000  # characters of a body that are looked through
MOST = 80  # words found, after which no more are looked for

_SPACE = re.compile(r"\s+")
_PART = re.compile("'?[A-Za-z0-9]")
_PART_BEFORE = re.compile(r"[A-Za-z0-9]'?\Z")
_MARKUP = re.compile("[&<>\"']")


@dataclass(frozen=True)
class Wanted:
    """What counts as found: stems, folded words, beginnings, and patterns of folded words."""

    stems: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    similar: tuple[tuple[str, int], ...] = ()
    """Words, and how many edits away from them a word may be."""
    _fitting: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return any((self.stems, self.words, self.prefixes, self.patterns, self.similar))

    def among(self, found: Iterable[str], locale: str) -> set[str]:
        """Those of the words that count as found."""
        different, stem_of = set(found), stemmer(locale)
        if not (self.words or self.prefixes or self.patterns or self.similar):
            return {word for word in different if stem_of(word) in self.stems}
        return {
            word
            for word in different
            if stem_of(word) in self.stems
            or (bare := folded(word)) in self.words
            or self._fits(bare)
        }

    def _fits(self, bare: str) -> bool:
        """Whether a folded word begins so, or is like one; remembered, since texts repeat them."""
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


def highlight(text: str, locale: str, wanted: Wanted) -> str | None:
    """The whole text, marked; None if nothing in it was found."""
    found = _found(text, locale, wanted)
    return _marked(text, found, 0, len(text)) if found else None


def fragments(text: str, locale: str, wanted: Wanted, limit: int = 2) -> tuple[str, ...]:
    """The passages with most different words found, in reading order."""
    text = text[:READ]
    found = _found(text, locale, wanted) if wanted else []
    chosen: list[int] = []
    for start in _best_starts(found):
        if all(abs(start - other) >= WIDTH for other in chosen):
            chosen.append(start)
            if len(chosen) == limit:
                break
    return tuple(_fragment(text, found, start) for start in sorted(chosen))


def _found(text: str, locale: str, wanted: Wanted) -> list[Span]:
    """The words to mark, with their places, in order."""
    if is_unspaced(text):
        placed = list(spans(text))
        present = wanted.among((word for word, _, _ in placed), locale)
        return [span for span in placed if span[0] in present][:MOST]
    every = words(text)
    present = wanted.among(every, locale)
    if not present:
        return []
    if text.isascii():
        wholes = _wholes(text, [word for word in every if word in present])
    else:
        wholes = _placed(text, every, present)
    return list(islice(wholes, MOST))


def _placed(text: str, every: Iterable[str], present: Container[str]) -> Iterator[Span]:
    """Between one word and the next there is no letter, so each is the next to be found."""
    end = 0
    for word in every:
        start = text.find(word, end)
        end = start + len(word)
        if word in present:
            yield word, start, end


def _wholes(text: str, found: Iterable[str]) -> Iterator[Span]:
    """The same of ASCII text, in which a part of a word is soon told from a whole one."""
    end = 0
    for word in found:
        start = text.find(word, end)
        while start >= 0 and _is_part(text, start, start + len(word)):
            start = text.find(word, start + 1)
        if start < 0:
            return
        end = start + len(word)
        yield word, start, end


def _is_part(text: str, start: int, end: int) -> bool:
    before = start > 0 and _PART_BEFORE.search(text, max(0, start - 2), start)
    return bool(before or _PART.match(text, end))


def _best_starts(found: Sequence[Span]) -> list[int]:
    """Where passages could begin, those with most different words first."""
    small = [word.casefold() for word, _, _ in found]
    scored, end = [], 0
    for number, (_, start, _) in enumerate(found):
        while end < len(found) and found[end][1] < start + WIDTH - BEFORE:
            end += 1
        scored.append((-len(set(small[number:end])), number - end, start))
    return [start for *_, start in sorted(scored)]


def _fragment(text: str, found: Sequence[Span], first: int) -> str:
    begin = _boundary(text, max(0, first - BEFORE), first)
    end = min(len(text), begin + WIDTH)
    end = _boundary(text, end, min(len(text), end + 30), backwards=False)
    inside = [span for span in found if begin <= span[1] and span[2] <= end]
    before = "… " if begin else ""
    after = " …" if end < len(text.rstrip()) else ""
    return before + " ".join(_marked(text, inside, begin, end).split()) + after


def _boundary(text: str, near: int, limit: int, backwards: bool = True) -> int:
    """A place between words: the first space from `near` on; else one between characters."""
    if near in (0, len(text)):
        return near
    space = _SPACE.search(text, near, limit)
    if space:
        return space.end() if backwards else space.start()
    while near < limit and unicodedata.category(text[near])[0] == "M":
        near += 1
    return near


def _marked(text: str, found: Sequence[Span], begin: int, end: int) -> str:
    """Words with nothing between them, as in Chinese, share a mark."""
    safe = escape if _MARKUP.search(text, begin, end) else str
    pieces, at = [], begin
    for _, start, stop in found:
        pieces += [safe(text[at:start]), f"<mark>{safe(text[start:stop])}</mark>"]
        at = stop
    return "".join([*pieces, safe(text[at:end])]).replace("</mark><mark>", "")
