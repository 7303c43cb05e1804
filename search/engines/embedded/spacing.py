"""Words in their order with others between them, as tantivy's phrases.

Its slop counts moves, of which two let words change places. Where each word has a place of its
own to be moved from, it does not: the slop is the half of a window around that place.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import comb

from tantivy import Occur, Query

from search.engines.embedded.unions import either

Placed = tuple[int, str]
Phrase = Callable[[Sequence[Placed], int], Query]
"""Words at their places, each at most so many moves away."""

MOST_SPACINGS = 6
"""Searched for one by one, which is exact; it costs as much as the windows of all pairs."""
MOST_NEAR = 12
"""The same for phrases of NEAR: five words between them, in either order."""


def spaced(phrase: Phrase, words: Sequence[str], slop: int) -> list[Query]:
    """Alternatives: in this order, with at most `slop` words between them in all.

    Of three words and more with many spacings, each two must stand so somewhere on the page.
    """
    if len(words) == 2:
        return _window(phrase, words[0], words[1], 1, slop + 1)
    gaps = len(words) - 1
    if comb(slop + gaps, gaps) <= MOST_SPACINGS:
        return [phrase(_placed(words, each), 0) for each in _spacings(gaps, slop)]
    pairs = [_window(phrase, one, next_one, 1, slop + 1) for one, next_one in pairwise(words)]
    pairs.append(_window(phrase, words[0], words[-1], gaps, gaps + slop))
    return [Query.boolean_query([(Occur.Must, either(each)) for each in pairs])]


def near(
    phrase: Phrase, left: Sequence[str], right: Sequence[str], distance: int
) -> list[Query] | None:
    """Alternatives: two terms in either order; None where those of phrases would be too many."""
    if len(left) == len(right) == 1:
        orders = ((left[0], right[0]), (right[0], left[0]))
        return [each for order in orders for each in _window(phrase, *order, 1, distance + 1)]
    if 2 * (distance + 1) > MOST_NEAR:
        return None
    return [
        phrase([*enumerate(one), *enumerate(other, len(one) + gap)], 0)
        for one, other in ((left, right), (right, left))
        for gap in range(distance + 1)
    ]


def _window(phrase: Phrase, one: str, other: str, least: int, most: int) -> list[Query]:
    """Alternatives: `other` from `least` to `most` places behind `one`."""
    if (most - least) % 2:
        last = phrase([(0, one), (most, other)], 0)
        return [*_window(phrase, one, other, least, most - 1), last]
    middle = (least + most) // 2
    return [phrase([(0, one), (middle, other)], middle - least)]


def _spacings(gaps: int, slop: int) -> Iterator[tuple[int, ...]]:
    """How many words may stand in each gap."""
    if not gaps:
        yield ()
        return
    for first in range(slop + 1):
        for rest in _spacings(gaps - 1, slop - first):
            yield (first, *rest)


def _placed(words: Sequence[str], between: Sequence[int]) -> list[Placed]:
    steps = (each + 1 for each in between)
    return list(zip(accumulate(steps, initial=0), words, strict=True))
