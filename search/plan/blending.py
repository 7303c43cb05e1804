"""Lexical scores blended with similarity in meaning, over the first results."""

from collections.abc import Sequence
from itertools import groupby

from search.plan.ranking import MEANING, WHOLE_PHRASE


def blended(
    scores: Sequence[float],
    similarity: Sequence[float | None],
    band_width: float = WHOLE_PHRASE,
) -> list[float]:
    """Return each score as the weighted mean of itself and the page's similarity in meaning.

    A convex combination of min-max normalized scores (Bruch et al., TOIS 2023). Exact titles,
    all words and phrases stay first: only pages of the same band are reordered, and no score
    leaves the range of its band. Boosts are multiples of `band_width`. Pages without a similarity
    keep their score.
    """
    result = list(scores)
    bands = [int(score // band_width) for score in scores]
    by_band = sorted(range(len(scores)), key=bands.__getitem__)
    for _, places in groupby(by_band, key=bands.__getitem__):
        comparable = [at for at in places if similarity[at] is not None]
        if len(comparable) > 1:
            lexical = [scores[at] for at in comparable]
            semantic = _normalized([similarity[at] or 0.0 for at in comparable])
            low, width = min(lexical), max(lexical) - min(lexical)
            for at, by_words, by_meaning in zip(
                comparable, _normalized(lexical), semantic, strict=True
            ):
                result[at] = low + width * ((1 - MEANING) * by_words + MEANING * by_meaning)
    return result


def _normalized(values: Sequence[float]) -> list[float]:
    """Return the values scaled to 0 … 1 (min-max); all 0 if they are equal."""
    low, width = min(values), max(values) - min(values)
    return [(value - low) / width if width else 0.0 for value in values]
