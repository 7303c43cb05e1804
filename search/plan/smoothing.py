"""Scores smoothed over the first results: pages that are like other good ones move up.

The cluster hypothesis as score regularization (Diaz, CIKM 2005), made in Python once for both
engines, at a cost that does not grow with the index. It only reorders the first results: what
matches, and so totals and facets, stays the same.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from search.plan.nodes import Alternatives, Choice, Plan, Words
from search.plan.ranking import NEIGHBOURS, QUESTION_WORDS, SIGNATURE_STEMS

_COUNT_BITS = 4
_MOST = (1 << _COUNT_BITS) - 1


def is_question(plan: Plan | None) -> bool:
    """Return whether the query is a bag of at least `QUESTION_WORDS` plain words."""
    return (
        isinstance(plan, Choice)
        and not plan.must
        and not plan.must_not
        and len(plan.should) >= QUESTION_WORDS
        and all(isinstance(part, Words | Alternatives) for part in plan.should)
    )


def signature(stems: Iterable[str]) -> bytes:
    """Return what smoothing knows of a page: its most frequent stems, four bytes each.

    28 bits of a stem's hash and 4 of its count, at most `SIGNATURE_STEMS` of them.
    """
    best = Counter(stems).most_common(SIGNATURE_STEMS)
    codes = {zlib.crc32(stem.encode()) >> _COUNT_BITS: min(count, _MOST) for stem, count in best}
    packed = [hashed << _COUNT_BITS | count for hashed, count in codes.items()]
    return np.array(packed, dtype="<u4").tobytes()


def smoothed(scores: Sequence[float], signatures: Sequence[bytes]) -> list[float]:
    """Return each score as the mean of itself and those of the pages most like it.

    The page itself weighs 1, each of its `NEIGHBOURS` nearest the cosine of their vectors of
    log tf · idf, with the frequencies of these pages alone. So no score leaves their range.
    """
    count = min(NEIGHBOURS, len(scores) - 1)
    if count < 1:
        return list(scores)
    likeness = _cosines(signatures)
    np.fill_diagonal(likeness, -1.0)
    nearest = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
    weights = np.take_along_axis(likeness, nearest, axis=1).clip(0.0)
    own = np.array(scores)
    total = own + (weights * own[nearest]).sum(axis=1)
    return [float(score) for score in total / (1.0 + weights.sum(axis=1))]


def _cosines(signatures: Sequence[bytes]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    codes = np.frombuffer(b"".join(signatures), dtype="<u4")
    rows = np.repeat(np.arange(len(signatures)), [len(each) // 4 for each in signatures])
    _, columns, pages = np.unique(codes >> _COUNT_BITS, return_inverse=True, return_counts=True)
    vectors = np.zeros((len(signatures), len(pages)))
    vectors[rows, columns] = np.log1p(codes & _MOST) * np.log1p(len(signatures) / pages)[columns]
    lengths = np.sqrt((vectors**2).sum(axis=1))
    shared = vectors[:, pages > 1] / np.where(lengths, lengths, 1.0)[:, None]
    found: np.ndarray[tuple[int, int], np.dtype[np.float64]] = shared @ shared.T
    return found
