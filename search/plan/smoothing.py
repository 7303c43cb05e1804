"""Scores smoothed over the first results: pages that are similar to other good ones move up.

Score regularization after the cluster hypothesis (Diaz, CIKM 2005), in Python for both engines,
at a cost independent of the size of the index. It only reorders the first results; totals and
facets stay the same.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import islice
from operator import itemgetter

import numpy as np

from search.plan.nodes import Alternatives, Choice, Plan, Words
from search.plan.ranking import NEIGHBOURS, QUESTION_WORDS, SIGNATURE_STEMS

_COUNT_BITS = 4
_MAX_COUNT = (1 << _COUNT_BITS) - 1
_LOG_COUNTS = np.log1p(np.arange(_MAX_COUNT + 1))


def is_question(plan: Plan | None) -> bool:
    """Return whether the query is a bag of at least `QUESTION_WORDS` plain words."""
    return (
        isinstance(plan, Choice)
        and not plan.must
        and not plan.must_not
        and len(plan.should) >= QUESTION_WORDS
        and all(isinstance(part, Words | Alternatives) for part in plan.should)
    )


def signature(stems: Iterable[str], stop_stems: Container[str] = ()) -> bytes:
    """Return the signature by which smoothing compares pages: the most frequent stems.

    Four bytes per stem, 28 bits of its hash and 4 of its count; at most `SIGNATURE_STEMS` stems,
    without stop words.
    """
    by_count = sorted(Counter(stems).items(), key=itemgetter(1), reverse=True)
    most_frequent = islice(
        (each for each in by_count if each[0] not in stop_stems), SIGNATURE_STEMS
    )
    codes = {_stem_hash(stem): min(count, _MAX_COUNT) for stem, count in most_frequent}
    packed = [hashed << _COUNT_BITS | count for hashed, count in codes.items()]
    return struct.pack(f"<{len(packed)}I", *packed)


def _stem_hash(stem: str) -> int:
    return zlib.crc32(stem.encode()) >> _COUNT_BITS


def smoothed(scores: Sequence[float], signatures: Sequence[bytes]) -> list[float]:
    """Return each score as the weighted mean of itself and the scores of the most similar pages.

    The page itself weighs 1, each of its `NEIGHBOURS` nearest pages the cosine of their
    log tf · idf vectors, with document frequencies of these pages only. No score leaves the
    range of the given ones.
    """
    count = min(NEIGHBOURS, len(scores) - 1)
    if count < 1:
        return list(scores)
    similarity = _cosines(signatures)
    np.fill_diagonal(similarity, -1.0)
    # Of equally similar pages the best-ranked are the nearest; rounding errors must not decide.
    ranks = np.arange(len(scores)) * 1e-9
    nearest = np.argpartition(ranks - similarity.round(6), count - 1, axis=1)[:, :count]
    weights = np.take_along_axis(similarity, nearest, axis=1).clip(0.0).astype(np.float64)
    unsmoothed = np.array(scores)
    total = unsmoothed + (weights * unsmoothed[nearest]).sum(axis=1)
    return [float(score) for score in total / (1.0 + weights.sum(axis=1))]


def _cosines(signatures: Sequence[bytes]) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    count = len(signatures)
    codes = np.frombuffer(b"".join(signatures), dtype="<u4")
    rows = np.repeat(np.arange(count), [len(each) // 4 for each in signatures])
    _, columns, pages = np.unique(codes >> _COUNT_BITS, return_inverse=True, return_counts=True)
    weights = _LOG_COUNTS[codes & _MAX_COUNT] * np.log1p(count / pages)[columns]
    weights /= np.sqrt(np.bincount(rows, weights**2, minlength=count))[rows]
    vectors = np.zeros((count, len(pages)), dtype=np.float32)
    vectors[rows, columns] = weights
    shared = vectors[:, pages > 1]
    cosines: np.ndarray[tuple[int, int], np.dtype[np.float32]] = shared @ shared.T
    return cosines
