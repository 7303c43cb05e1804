"""The passages of a text that are highlighted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.text.highlight_terms import HighlightTerms, Phrase
from search.text.placed import broken

MAX_MARKS = 80  # highlighted words of a text


class Mark(NamedTuple):
    """A passage to highlight, and its word or stem."""

    start: int
    end: int
    word: str


class _Placed(NamedTuple):
    start: int
    end: int
    word: str
    stem: str

    def is_one_of(self, forms: frozenset[str]) -> bool:
        """Return whether the word has one of these forms or prefixes."""
        return self.word in forms or self.stem in forms or self.word.startswith(_prefixes(forms))


def marks(text: str, locale: str, terms: HighlightTerms) -> list[Mark]:
    """Return the first passages to highlight, in order and without overlaps."""
    all_marks, placed = list[Mark](), list[_Placed]()
    for chunk in terms.candidates({*text.split(), *broken(text)}, locale):
        matches = terms.matches(chunk, locale)
        if not matches:
            continue
        for place in _places(text, chunk):
            for start, end, word, stem, is_mark, is_placed in matches:
                if is_mark:
                    all_marks.append(Mark(place + start, place + end, stem))
                if is_placed:
                    placed.append(_Placed(place + start, place + end, word, stem))
    placed.sort()
    all_marks += _phrase_marks(terms.phrases, placed, text)
    return _without_overlaps(all_marks)[:MAX_MARKS]


def _places(text: str, chunk: str) -> list[int]:
    """Return the offsets of a chunk between spaces."""
    places = []
    start, length, last = text.find(chunk), len(chunk), len(text)
    while start >= 0:
        end = start + length
        is_begun = start == 0 or text[start - 1].isspace()
        if is_begun and (end == last or text[end].isspace()):
            places.append(start)
        start = text.find(chunk, end)
    return places


def _phrase_marks(
    phrases: Iterable[Phrase], placed: Sequence[_Placed], text: str
) -> Iterator[Mark]:
    """Yield the words of each occurrence of the phrases, with no other word between them.

    A phrase is compared only where its first word is: in Thai, each word is a phrase of letters.
    """
    at_form: dict[str, list[int]] = {}
    for at, each in enumerate(placed):
        for form in {each.word, each.stem}:
            at_form.setdefault(form, []).append(at)
    for phrase in phrases:
        for at in _starts(phrase[0], at_form):
            here = placed[at : at + len(phrase)]
            if len(here) == len(phrase) and _is_occurrence(here, phrase, text):
                yield from _joined(here)


def _joined(placed: Sequence[_Placed]) -> Iterator[Mark]:
    """Yield marks of words in order; those with nothing between them, as in Thai, become one."""
    start, end, word, _ = placed[0]
    for each in placed[1:]:
        if each.start == end:
            end, word = each.end, word + each.word
        else:
            yield Mark(start, end, word)
            start, end, word, _ = each
    yield Mark(start, end, word)


def _starts(forms: frozenset[str], at_form: Mapping[str, Sequence[int]]) -> set[int]:
    """Return the indexes of words with one of these forms or prefixes."""
    prefixes = _prefixes(forms)
    longer = [form for form in at_form if form.startswith(prefixes)] if prefixes else []
    return {at for form in (*forms, *longer) for at in at_form.get(form, ())}


def _is_occurrence(here: Sequence[_Placed], phrase: Phrase, text: str) -> bool:
    return all(each.is_one_of(forms) for each, forms in zip(here, phrase, strict=True)) and all(
        not any(map(str.isalnum, text[left.end : right.start])) for left, right in pairwise(here)
    )


@lru_cache(maxsize=2_000)
def _prefixes(forms: frozenset[str]) -> tuple[str, ...]:
    return tuple(form[:-1] for form in forms if form.endswith("*"))


def _without_overlaps(overlapping: list[Mark]) -> list[Mark]:
    """Return the marks in order; of two that overlap, the first one, and then the longer one."""
    separate: list[Mark] = []
    begun, reached = -1, -1
    for mark in sorted(overlapping):
        if mark.start >= reached:
            separate.append(mark)
        elif mark.start == begun and mark.end > reached:
            separate[-1] = mark
        else:
            continue
        begun, reached = mark.start, mark.end
    return separate
