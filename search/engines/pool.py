"""The pool: the first results, reordered among themselves, the same for every engine."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from search.plan.blending import blended
from search.plan.nodes import Plan
from search.plan.ranking import (
    POOL,
    PREFERRED_LOCALES,
    PREFERRED_LOCALES_OF_QUESTION,
    RECENCY,
    WHOLE_PHRASE,
)
from search.plan.smoothing import is_question, signature, smoothed
from search.request.search_request import SearchRequest
from search.text.forms import stem
from search.text.languages import LANGUAGES, STOPWORDS
from search.text.terms import BLOCK, Terms

_COMPARED = ("title", "body")
_STOP_STEMS = {BLOCK, *STOPWORDS} | {stem(word, code) for word in STOPWORDS for code in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A result by its address in the index."""

    score: float
    address: Any
    moved_up: int = 0
    is_semantic: bool = False


class Moved(NamedTuple):
    """A result of the pool at its new place; `is_semantic` if similarity in meaning moved it up."""

    old_place: int
    score: float
    moved_up: int = 0
    is_semantic: bool = False


def locale_boosts(request: SearchRequest, query_plan: Plan | None) -> list[tuple[str, float]]:
    """Return the preferred languages with the boosts of their pages."""
    boosts = PREFERRED_LOCALES_OF_QUESTION if is_question(query_plan) else PREFERRED_LOCALES
    return [*zip(request.preferred_locales, boosts, strict=False)]


def recency(days: Iterable[int | None], today: date) -> Iterator[float]:
    """Yield the recency boost of each public date, given as its ordinal; 0 or None is no date."""
    now = today.toordinal()
    for day in days:
        yield _recency_at(now - (day or 0))


@lru_cache(maxsize=20_000)
def _recency_at(age: int) -> float:
    """Return the boost at an age in days."""
    return sum(boost for max_age, boost in RECENCY if age <= max_age)


def document_signature(cut: Mapping[str, Terms]) -> bytes:
    """Return the signature of a page's title and body, by which smoothing compares pages.

    It is empty for pages in scripts that are ranked by n-grams: their stems are letters or
    syllables, which say too little about a page's subject. Such a page keeps its score.
    """
    if any(cut[name].grams for name in _COMPARED):
        return b""
    stems = chain.from_iterable(cut[name].stems.split() for name in _COMPARED)
    return signature(stems, _STOP_STEMS)


def is_reordered(request: SearchRequest, query_plan: Plan | None, offset: int) -> bool:
    """Return whether the results at this offset are part of a reordered pool."""
    reorders = request.similarity is not None or is_question(query_plan)
    return offset < POOL and request.sort == "relevance" and reorders


def following(ids: Sequence[int], offset: int, last: object) -> int:
    """Return the offset after the page `last` in a pool that may have changed, else `offset`."""
    return ids.index(last) + 1 if isinstance(last, int) and last in ids else offset


def reordered(
    request: SearchRequest,
    query_plan: Plan | None,
    ids: Sequence[int],
    scores: Sequence[float],
    signatures: Callable[[], Sequence[bytes]],
) -> list[Moved]:
    """Return the results of the pool, given by ids and scores, in their new order.

    If the request has a function for similarity in meaning, the scores are blended with it. Those
    of a question are smoothed then; `signatures` is called only for that.
    """
    new_scores: Sequence[float] = scores
    if request.similarity is not None:
        has_locale_bands = request.prefer_locale and not is_question(query_plan)
        band_width = PREFERRED_LOCALES[-1] if has_locale_bands else WHOLE_PHRASE
        new_scores = blended(scores, request.similarity(ids), band_width)
    semantic = {old for new, old in enumerate(_descending(new_scores)) if new < old}
    if is_question(query_plan):
        new_scores = smoothed(new_scores, signatures())
    return [
        Moved(old, new_scores[old], max(0, old - new), old in semantic)
        for new, old in enumerate(_descending(new_scores))
    ]


def _descending(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda place: -scores[place])
