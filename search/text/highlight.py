"""Excerpts with the words that were found marked; made of plain text, once for both engines."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from operator import itemgetter

from search.text.distance import edit_distance
from search.text.forms import folded, stem
from search.text.words import LETTER, Span, is_unspaced, spans, words

WIDTH = 190  # characters of an excerpt
BEFORE = 40  # characters before the first word that was found
READ = 12_000  # characters of a body that are looked through
MOST = 80  # words found, after which no more are looked for


_SPACE = re.compile(r"\s+")
_JOINED = re.compile(rf"['’]?{LETTER}")


@dataclass(frozen=True)
class Wanted:
    """What counts as found: stems, folded words, beginnings, and patterns of folded words."""

    stems: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    similar: tuple[tuple[str, int], ...] = ()
    """Words, and how many edits away from them a word may be."""
    _known: dict[tuple[str, str], bool] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return any((self.stems, self.words, self.prefixes, self.patterns, self.similar))

    def matches(self, found: str, locale: str) -> bool:
        known = self._known.get((found, locale))
        if known is None:
            known = self._known[found, locale] = self._judge(found, locale)
        return known

    def _judge(self, found: str, locale: str) -> bool:
        bare = folded(found)
        return (
            stem(found, locale) in self.stems
            or bare in self.words
            or (bool(self.prefixes) and bare.startswith(self.prefixes))
            or any(pattern.fullmatch(bare) for pattern in self.patterns)
            or any(edit_distance(word, bare, limit) <= limit for word, limit in self.similar)
        )


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
    """The words to mark, with their places, in order.

    Each different word is judged once; then only those that count are looked for.
    """
    if is_unspaced(text):
        return [span for span in spans(text) if wanted.matches(span[0], locale)][:MOST]
    present = [word for word in set(words(text)) if wanted.matches(word, locale)]
    found = [
        (word, start, start + len(word)) for word in present for start in _occurrences(text, word)
    ]
    return list(_apart(sorted(found, key=itemgetter(1))))[:MOST]


def _apart(found: Iterable[Span]) -> Iterator[Span]:
    """Without those that begin inside another: “à:à” in “A'à:à”."""
    end = 0
    for span in found:
        if span[1] >= end:
            end = span[2]
            yield span


def _occurrences(text: str, word: str) -> Iterator[int]:
    """Where the word stands by itself."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (_JOINED.match(text[end : end + 2]) or (start and _JOINED.match(text[start - 1]))):
            yield start
        start = text.find(word, end)


def _best_starts(found: Sequence[Span]) -> list[int]:
    """Where passages could begin, those with most different words first."""
    scored = []
    for number, (_, start, _) in enumerate(found):
        inside = [
            word.casefold()
            for word, at, _ in found[number : number + 12]
            if at < start + WIDTH - BEFORE
        ]
        scored.append((-len(set(inside)), -len(inside), start))
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
    pieces, at = [], begin
    for _, start, stop in found:
        pieces += [escape(text[at:start]), f"<mark>{escape(text[start:stop])}</mark>"]
        at = stop
    return "".join([*pieces, escape(text[at:end])]).replace("</mark><mark>", "")
