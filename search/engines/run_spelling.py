"""Other spellings in scripts without spaces, where a word has no ends to look it up by.

A run is cut by ICU's dictionaries. Words that are misspelt fall into pieces there, so neighbouring
pieces are put together again and compared with rows of words of pages, letter by letter.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from rapidfuzz.distance import OSA

from search.document import SearchDocument
from search.fields import search_fields
from search.plan.nodes import Choice, Plan, Words
from search.plan.words import edits, term
from search.text.normalize import normalize
from search.text.scripts import clusters, is_han, is_unspaced
from search.text.words import places, segments

SHORTEST, SHORTEST_HAN = 3, 4
"""Letters with their marks: fewer are like too many others."""
LONGEST = 40
"""Letters of a run; a longer one is a sentence."""
LONGEST_WORD = 14
"""Letters of a run that is looked for as a whole first."""
MOST_PARTS = 3
"""Parts of a longer run; each costs a search."""
SHORTEST_OF_PAIRS = 5
"""Letters from which on pages are looked for by pairs of them."""


def runs(texts: Sequence[str], longest: int = LONGEST) -> list[str]:
    """Return the runs of scripts without spaces up to so many letters, normalized, each once."""
    found = (
        word
        for text in texts
        for chunk in normalize(text).split()
        for word, _, _ in places(chunk)
        if is_unspaced(word) and _is_long_enough(word) and len(clusters(word)) <= longest
    )
    return list(dict.fromkeys(found))


def doubtful(run: str) -> list[str]:
    """Return the parts of a run that may be misspelt: what ICU knows as a long word stays whole."""
    pieces, parts, open_part = segments(run), list[str](), False
    for piece in pieces:
        is_short = not _is_long_enough(piece)
        if is_short and open_part:
            parts[-1] += piece
        else:
            parts.append(piece)
        open_part = is_short
    joined: list[str] = []
    for part in parts:
        if joined and not (_is_long_enough(part) and _is_long_enough(joined[-1])):
            joined[-1] += part
        else:
            joined.append(part)
    return [part for part in joined if _is_long_enough(part)]


def bearers(part: str) -> Plan:
    """Return the plan of pages with most pairs of letters of a part of a run, or most letters."""
    letters = clusters(part)
    fields = search_fields().text_names
    rows = dict.fromkeys(_seeds(letters))
    found = tuple(Words(tuple(map(term, row)), fields, exact=True) for row in rows)
    spoilt = _errors(letters) * (1 if _is_short(letters) else 2)
    return Choice((), found, (), max(1, len(found) - spoilt))


def nearest(part: str, documents: Sequence[SearchDocument]) -> str | None:
    """Return the row of letters in these pages that is most like a part of a run; None if none is.

    A letter with its marks counts as one, and is one edit. Rows that begin and end with words are
    preferred to those that end inside one.
    """
    letters = clusters(part)
    most = _errors(letters)
    candidates = Counter(
        row
        for document in documents
        for row in _rows(f"{document.title}\n{document.summary}\n{document.body}", letters)
    )
    near = []
    for (row, ends_inside), count in candidates.items():
        there = clusters(row)
        signs = OSA.distance(part, row, score_cutoff=most + 1)
        if signs <= most + 1 and OSA.distance(letters, there, score_cutoff=most) <= most:
            longer = abs(len(there) - len(letters))
            near.append((signs + ends_inside, longer, -count, row))
    return min(near)[3] if near else None


def _rows(text: str, letters: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the rows of a text around letters that the part has, too.

    Each with the number of its ends that are inside a word.
    """
    for chunk in dict.fromkeys(normalize(text).split()):
        for run, _, _ in places(chunk):
            if is_unspaced(run):
                yield from _rows_of_run(run, letters)


def _rows_of_run(run: str, letters: Sequence[str]) -> Iterator[tuple[str, int]]:
    there, most = clusters(run), _errors(letters)
    where: dict[tuple[str, ...], list[int]] = {}
    for at, seed in enumerate(_seeds(letters)):
        where.setdefault(seed, []).append(at)
    seeds = _seeds(there, _is_short(letters))
    starts = {
        start
        for at, seed in enumerate(seeds)
        for before in where.get(seed, ())
        for start in range(max(0, at - before - most), at - before + most + 1)
    }
    if not starts:
        return
    ends = {0, *accumulate(len(clusters(piece)) for piece in segments(run))}
    for start in starts:
        for length in range(max(1, len(letters) - most), len(letters) + most + 1):
            end = start + length
            if end <= len(there):
                yield "".join(there[start:end]), (start not in ends) + (end not in ends)


def _seeds(letters: Sequence[str], by_letter: bool | None = None) -> list[tuple[str, ...]]:
    """Return what of some letters must stand in a page that is looked at: pairs of them."""
    if by_letter is None:
        by_letter = _is_short(letters)
    return [(each,) for each in letters] if by_letter else list(pairwise(letters))


def _is_short(letters: Sequence[str]) -> bool:
    """Return whether an error may leave no pair of the letters as it was."""
    return len(letters) < SHORTEST_OF_PAIRS


def _errors(letters: Sequence[str]) -> int:
    return min(edits("x" * len(letters)), 2)


def _is_long_enough(text: str) -> bool:
    return len(clusters(text)) >= (SHORTEST_HAN if is_han(text) else SHORTEST)


def corrected(
    text: str, run: str, shown: str, pages: Callable[[Plan], list[SearchDocument]]
) -> str | None:
    """Return a text with the misspelt parts of one of its runs replaced; None if there are none.

    `shown` is the text of the results: what stands there is not misspelt.
    """
    if run not in text:
        return None
    for parts in _attempts(run):
        changed = run
        for part in parts:
            if part not in shown and (better := nearest(part, pages(bearers(part)))):
                changed = changed.replace(part, better)
        if changed != run:
            return text.replace(run, changed)
    return None


def _attempts(run: str) -> Iterator[list[str]]:
    """Yield what to look for: the whole run, its parts, and its parts with those beside them."""
    if len(clusters(run)) <= LONGEST_WORD:
        yield [run]
    if is_han(run):
        return
    parts = doubtful(run)
    if parts != [run]:
        yield parts[:MOST_PARTS]
        yield from ([one + other] for one, other in list(pairwise(parts))[:MOST_PARTS])
