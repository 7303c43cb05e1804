"""The first results, reordered among themselves; the same for every engine."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from search.plan.blending import blended
from search.plan.nodes import Plan
from search.plan.ranking import POOL, RECENCY
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
    where: Any
    moved_up: int = 0
    is_close: bool = False


class Moved(NamedTuple):
    """A result of the pool at its new place; `is_close` if its meaning moved it up."""

    old_place: int
    score: float
    moved_up: int = 0
    is_close: bool = False


def recency(days: Iterable[int | None], today: date) -> Iterator[float]:
    """Yield what is added for each public date, given as its ordinal; 0 or None is no date."""
    for day in days:
        age = today.toordinal() - (day or 0)
        yield sum(added for most, added in RECENCY if age <= most)


def document_signature(cut: Mapping[str, Terms]) -> bytes:
    """Return what the title and the body of a page are compared by.

    It is empty where grams rank a page: its stems are letters or syllables there, which say too
    little of what it is about, so the page keeps its score.
    """
    if any(cut[name].grams for name in _COMPARED):
        return b""
    stems = (
        stem for name in _COMPARED for stem in cut[name].stems.split() if stem not in _STOP_STEMS
    )
    return signature(stems)


def is_reordered(request: SearchRequest, query_plan: Plan | None, offset: int) -> bool:
    """Return whether results from this offset on come from a reordered pool."""
    is_wanted = request.closeness is not None or is_question(query_plan)
    return offset < POOL and request.sort == "relevance" and is_wanted


def following(ids: Sequence[int], offset: int, last: object) -> int:
    """Return the place behind the page `last` in a pool that may have changed, else `offset`."""
    return ids.index(last) + 1 if isinstance(last, int) and last in ids else offset


def reordered(
    request: SearchRequest,
    query_plan: Plan | None,
    ids: Sequence[int],
    scores: Sequence[float],
    signatures: Callable[[], Sequence[bytes]],
) -> list[Moved]:
    """Return the results of the pool, whose pages and scores are given, in their new order.

    The scores of a question are smoothed, for which alone the signatures are read; then they are
    blended with the closeness of the pages in meaning, if the request has it.
    """
    found: Sequence[float] = scores
    if is_question(query_plan):
        found = smoothed(scores, signatures())
    smooth_order = _descending(found)
    if request.closeness is not None:
        found = blended(found, request.closeness(ids))
    smooth_place = {old: new for new, old in enumerate(smooth_order)}
    return [
        Moved(old, found[old], max(0, old - new), new < smooth_place[old])
        for new, old in enumerate(_descending(found))
    ]


def _descending(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda place: -scores[place])
