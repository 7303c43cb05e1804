"""Highlighted excerpts of plain text, the same for both engines."""

import re
from collections.abc import Sequence
from html import escape

from search.text.highlight_terms import HighlightTerms
from search.text.marks import Mark, marks
from search.text.words import word_end

WIDTH = 190  # characters of an excerpt
BEFORE = 40  # characters before the first highlighted word
READ = 12_000  # characters of a body that are searched for words to highlight

_SPACE = re.compile(r"\s+")
_MARKUP = re.compile("[&<>\"']")
_BLOCK_END = re.compile(r"(?<![.!?…:;,、。！？：；၊။។๏])[ \t]*\n\s*")
_SEPARATOR = " · "


def highlight(text: str, locale: str, terms: HighlightTerms) -> str | None:
    """Return the whole text, highlighted; None if it has none of the terms."""
    all_marks = marks(text, locale, terms)
    return _marked(text, all_marks, 0, len(text)) if all_marks else None


def fragments(text: str, locale: str, terms: HighlightTerms, limit: int = 2) -> tuple[str, ...]:
    """Return the passages with most different highlighted words, in reading order."""
    all_marks = marks(text, locale, terms) if terms else []
    chosen: list[int] = []
    for start in _best_starts(all_marks):
        if all(abs(start - other) >= WIDTH for other in chosen):
            chosen.append(start)
            if len(chosen) == limit:
                break
    return tuple(_fragment(text, all_marks, start) for start in sorted(chosen))


def fragments_of_long(text: str, locale: str, terms: HighlightTerms) -> tuple[str, ...]:
    """Return the passages of the first part of a long text that has any of the terms."""
    for start in range(0, len(text), READ):
        part = text[start : start + READ + WIDTH]
        if terms.may_occur_in(part) and (passages := fragments(part, locale, terms)):
            before = "" if passages[0].startswith("… ") else "… "
            return (before + passages[0], *passages[1:])
    return ()


def _best_starts(marks: Sequence[Mark]) -> list[int]:
    """Return the offsets at which passages could begin, those with most different words first."""
    scored, end = [], 0
    counts: dict[str, int] = {}
    for number, mark in enumerate(marks):
        while end < len(marks) and marks[end].end < mark.start + WIDTH - BEFORE:
            word = marks[end].word
            counts[word] = counts.get(word, 0) + 1
            end += 1
        scored.append((-len(counts), number - end, mark.start))
        if end > number:
            _decrement(counts, mark.word)
        else:
            end += 1
    return [start for *_, start in sorted(scored)]


def _decrement(counts: dict[str, int], word: str) -> None:
    if counts[word] > 1:
        counts[word] -= 1
    else:
        del counts[word]


def _fragment(text: str, marks: Sequence[Mark], first: int) -> str:
    begin = _boundary(text, max(0, first - BEFORE), first)
    end = min(len(text), begin + WIDTH)
    end = _boundary(text, end, min(len(text), end + 30), backwards=False)
    inside = [mark for mark in marks if begin <= mark.start and mark.end <= end]
    before = "… " if begin else ""
    after = " …" if end < len(text.rstrip()) else ""
    marked = _marked(text, inside, begin, end).strip()
    if "\n" in marked:
        marked = _BLOCK_END.sub(_SEPARATOR, marked)
    return before + " ".join(marked.split()) + after


def _boundary(text: str, near: int, limit: int, backwards: bool = True) -> int:
    """Return a place between words: the first space from `near` on, else the end of a word."""
    if near in (0, len(text)):
        return near
    space = _SPACE.search(text, near, limit)
    if space:
        return space.end() if backwards else space.start()
    return word_end(text, near, limit)


def _marked(text: str, marks: Sequence[Mark], begin: int, end: int) -> str:
    """Return a passage as HTML; marks with nothing between them, as in Chinese, become one."""
    safe = escape if _MARKUP.search(text, begin, end) else str
    parts, at = [], begin
    for start, stop, _ in marks:
        parts += [safe(text[at:start]), f"<mark>{safe(text[start:stop])}</mark>"]
        at = stop
    return "".join([*parts, safe(text[at:end])]).replace("</mark><mark>", "")
