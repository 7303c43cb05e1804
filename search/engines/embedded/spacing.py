"""Ordered words with others between them, as tantivy phrases.

Tantivy's slop counts moves, two of which swap words. With explicit positions it does not: the slop
is half of a window around each position.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import comb

from tantivy import Occur, Query

from search.engines.embedded.unions import either

Placed = tuple[int, str]
Phrase = Callable[[Sequence[Placed], int], Query]
"""Returns a phrase query of words at positions, with a slop."""

MAX_SPACINGS = 6
"""Up to so many spacings are separate clauses, which is exact and as fast as pairs of windows."""
MAX_NEAR = 12
"""The same for phrases of NEAR: five words between them, in either order."""


def spaced(phrase: Phrase, words: Sequence[str], slop: int) -> list[Query]:
    """Return alternative queries for words in this order, with at most `slop` words between them.

    For three words or more with many spacings it is approximate: each pair must match somewhere.
    """
    if len(words) == 2:
        return _window(phrase, words[0], words[1], 1, slop + 1)
    gaps = len(words) - 1
    if comb(slop + gaps, gaps) <= MAX_SPACINGS:
        return [phrase(_placed(words, each), 0) for each in _spacings(gaps, slop)]
    pairs = [_window(phrase, word, next_word, 1, slop + 1) for word, next_word in pairwise(words)]
    pairs.append(_window(phrase, words[0], words[-1], gaps, gaps + slop))
    return [Query.boolean_query([(Occur.Must, either(each)) for each in pairs])]


def near(
    phrase: Phrase, left: Sequence[str], right: Sequence[str], distance: int
) -> list[Query] | None:
    """Return alternative queries for two terms in either order; None if phrases need too many."""
    if len(left) == len(right) == 1:
        orders = ((left[0], right[0]), (right[0], left[0]))
        return [each for order in orders for each in _window(phrase, *order, 1, distance + 1)]
    if 2 * (distance + 1) > MAX_NEAR:
        return None
    return [
        phrase([*enumerate(first), *enumerate(second, len(first) + gap)], 0)
        for first, second in ((left, right), (right, left))
        for gap in range(distance + 1)
    ]


def _window(phrase: Phrase, first: str, second: str, low: int, high: int) -> list[Query]:
    """Return alternative queries for `second` from `low` to `high` positions after `first`."""
    if (high - low) % 2:
        last = phrase([(0, first), (high, second)], 0)
        return [*_window(phrase, first, second, low, high - 1), last]
    middle = (low + high) // 2
    return [phrase([(0, first), (middle, second)], middle - low)]


def _spacings(gaps: int, slop: int) -> Iterator[tuple[int, ...]]:
    """Yield the numbers of words between, for each gap."""
    if not gaps:
        yield ()
        return
    for first in range(slop + 1):
        for others in _spacings(gaps - 1, slop - first):
            yield (first, *others)


def _placed(words: Sequence[str], between: Sequence[int]) -> list[Placed]:
    steps = (each + 1 for each in between)
    return list(zip(accumulate(steps, initial=0), words, strict=True))
