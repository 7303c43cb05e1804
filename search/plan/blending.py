"""Scores of words and closeness of meaning, half and half, over the first results."""

from collections.abc import Sequence
from itertools import groupby

from search.plan.ranking import MEANING, WHOLE_PHRASE


def blended(scores: Sequence[float], closeness: Sequence[float | None]) -> list[float]:
    """Return each score as a mean of itself and of how close the page is in meaning.

    A convex combination of min-max normalized scores (Bruch et al., TOIS 2023). Exact titles,
    all words and phrases stay first: only pages of one such band are ordered among themselves,
    and no score leaves the range of its band. Pages without a closeness keep their score.
    """
    found = list(scores)
    by_band = sorted(range(len(scores)), key=lambda at: _band(scores[at]))
    for _, places in groupby(by_band, key=lambda at: _band(scores[at])):
        known = [at for at in places if closeness[at] is not None]
        if len(known) > 1:
            own = [scores[at] for at in known]
            close = _spread([closeness[at] or 0.0 for at in known])
            low, width = min(own), max(own) - min(own)
            for at, one, other in zip(known, _spread(own), close, strict=True):
                found[at] = low + width * ((1 - MEANING) * one + MEANING * other)
    return found


def _band(score: float) -> int:
    """Return the number of the band that a score belongs to by what was added to it."""
    return int(score // WHOLE_PHRASE)


def _spread(values: Sequence[float]) -> list[float]:
    """Return the values between 0 and 1; all 0 where they are the same."""
    low, width = min(values), max(values) - min(values)
    return [(value - low) / width if width else 0.0 for value in values]
