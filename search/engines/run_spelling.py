"""Spelling suggestions in scripts without spaces, where word boundaries are not marked.

A run is segmented by ICU's dictionaries. Misspelt words fall into pieces there, so neighbouring
pieces are joined and compared, letter by letter, with substrings of the texts of pages.
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

MIN_LENGTH, MIN_HAN_LENGTH = 3, 4
"""Letters with their marks; shorter texts resemble too many others."""
MAX_RUN_LENGTH = 40
"""Letters of a run; a longer one is a sentence."""
MAX_WORD_LENGTH = 14
"""Letters of a run that is first corrected as a whole."""
MAX_PARTS = 3
"""Parts of a longer run that are corrected; each costs a search."""
MIN_BIGRAM_LENGTH = 5
"""Letters from which on candidate pages are searched by bigrams instead of single letters."""


def runs(texts: Sequence[str], longest: int = MAX_RUN_LENGTH) -> list[str]:
    """Return the distinct runs of scripts without spaces of up to `longest` letters, normalized."""
    unique_runs = (
        word
        for text in texts
        for chunk in normalize(text).split()
        for word, _, _ in places(chunk)
        if is_unspaced(word) and _is_long_enough(word) and len(clusters(word)) <= longest
    )
    return list(dict.fromkeys(unique_runs))


def possibly_misspelt(run: str) -> list[str]:
    """Return the parts of a run that may be misspelt; long words that ICU knows stay whole."""
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


def plan_for_candidates(part: str) -> Plan:
    """Return the plan of pages that have most bigrams, or letters, of a part of a run."""
    letters = clusters(part)
    fields = search_fields().text_names
    ngrams = dict.fromkeys(_ngrams(letters))
    optional = tuple(Words(tuple(map(term, ngram)), fields, exact=True) for ngram in ngrams)
    max_changed = _max_edits(letters) * (1 if _is_short(letters) else 2)
    return Choice((), optional, (), max(1, len(optional) - max_changed))


def nearest(part: str, documents: Sequence[SearchDocument]) -> str | None:
    """Return the substring of these pages that is most similar to a part of a run, or None.

    A letter with its marks counts as one letter and one edit. Candidates that begin and end at
    word boundaries are preferred.
    """
    letters = clusters(part)
    max_edits = _max_edits(letters)
    candidates = Counter(
        candidate
        for document in documents
        for candidate in _candidates(
            f"{document.title}\n{document.summary}\n{document.body}", letters
        )
    )
    near = []
    for (candidate, ends_inside), count in candidates.items():
        candidate_letters = clusters(candidate)
        distance = OSA.distance(part, candidate, score_cutoff=max_edits + 1)
        letter_distance = OSA.distance(letters, candidate_letters, score_cutoff=max_edits)
        if distance <= max_edits + 1 and letter_distance <= max_edits:
            length_difference = abs(len(candidate_letters) - len(letters))
            near.append((distance + ends_inside, length_difference, -count, candidate))
    return min(near)[3] if near else None


def _candidates(text: str, letters: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the substrings of a text that share an n-gram with the letters.

    Each comes with the number of its ends that are inside a word.
    """
    for chunk in dict.fromkeys(normalize(text).split()):
        for run, _, _ in places(chunk):
            if is_unspaced(run):
                yield from _candidates_in_run(run, letters)


def _candidates_in_run(run: str, letters: Sequence[str]) -> Iterator[tuple[str, int]]:
    run_letters, max_edits = clusters(run), _max_edits(letters)
    offsets: dict[tuple[str, ...], list[int]] = {}
    for offset, ngram in enumerate(_ngrams(letters)):
        offsets.setdefault(ngram, []).append(offset)
    starts = {
        start
        for at, ngram in enumerate(_ngrams(run_letters, _is_short(letters)))
        for offset in offsets.get(ngram, ())
        for start in range(max(0, at - offset - max_edits), at - offset + max_edits + 1)
    }
    if not starts:
        return
    boundaries = {0, *accumulate(len(clusters(piece)) for piece in segments(run))}
    for start in starts:
        for length in range(max(1, len(letters) - max_edits), len(letters) + max_edits + 1):
            end = start + length
            if end <= len(run_letters):
                ends_inside = (start not in boundaries) + (end not in boundaries)
                yield "".join(run_letters[start:end]), ends_inside


def _ngrams(letters: Sequence[str], by_letter: bool | None = None) -> list[tuple[str, ...]]:
    """Return the bigrams of the letters; of few letters, or with `by_letter`, each by itself."""
    if by_letter is None:
        by_letter = _is_short(letters)
    return [(each,) for each in letters] if by_letter else list(pairwise(letters))


def _is_short(letters: Sequence[str]) -> bool:
    """Return whether one error may change every bigram of the letters."""
    return len(letters) < MIN_BIGRAM_LENGTH


def _max_edits(letters: Sequence[str]) -> int:
    return min(edits("x" * len(letters)), 2)


def _is_long_enough(text: str) -> bool:
    return len(clusters(text)) >= (MIN_HAN_LENGTH if is_han(text) else MIN_LENGTH)


def corrected(
    text: str, run: str, results_text: str, pages: Callable[[Plan], list[SearchDocument]]
) -> str | None:
    """Return a text with the misspelt parts of one of its runs replaced; None if there are none.

    Parts that occur in `results_text`, the text of the results, are considered correct.
    """
    if run not in text:
        return None
    for parts in _attempts(run):
        changed = run
        for part in parts:
            if part not in results_text and (
                better := nearest(part, pages(plan_for_candidates(part)))
            ):
                changed = changed.replace(part, better)
        if changed != run:
            return text.replace(run, changed)
    return None


def _attempts(run: str) -> Iterator[list[str]]:
    """Yield the parts of a run to correct: the whole run, then its parts, then pairs of them."""
    if len(clusters(run)) <= MAX_WORD_LENGTH:
        yield [run]
    if is_han(run):
        return
    parts = possibly_misspelt(run)
    if parts != [run]:
        yield parts[:MAX_PARTS]
        yield from ([left + right] for left, right in list(pairwise(parts))[:MAX_PARTS])
