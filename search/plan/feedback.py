"""Pseudo relevance feedback: a question is asked again with typical words of its first answers.

RM3 (Abdul-Jaleel et al., UMass at TREC 2004), made in Python once for both engines. It only
reorders: what matches, and so the total and the facets, stays as it was asked.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from search.document import SearchDocument
from search.plan.nodes import Alternatives, Choice, Plan, Words
from search.plan.ranking import (
    FEEDBACK_READ,
    FEEDBACK_SHARE,
    FEEDBACK_TERMS,
    FEEDBACK_WORDS,
)
from search.text.forms import stem
from search.text.languages import STOPWORDS
from search.text.words import units


def asks_for_feedback(plan: Plan | None) -> bool:
    """Whether the query is a question in plain words."""
    return (
        isinstance(plan, Choice)
        and not plan.must
        and not plan.must_not
        and len(plan.should) >= FEEDBACK_WORDS
        and all(isinstance(part, Words | Alternatives) for part in plan.should)
    )


def expansion(plan: Plan | None, found: Sequence[tuple[SearchDocument, float]]) -> dict[str, float]:
    """Stems and their weights, as multiples of a word of the question."""
    if not isinstance(plan, Choice) or not found:
        return {}
    total = sum(score for _, score in found) or 1.0
    weights: defaultdict[str, float] = defaultdict(float)
    for document, score in found:
        text = f"{document.title} {document.summary} {document.body}"[:FEEDBACK_READ]
        seen = Counter(
            stem(word, document.locale)
            for word in units(text)
            if len(word) > 2 and word.lower() not in STOPWORDS
        )
        length = seen.total() or 1
        for each, count in seen.items():
            weights[each] += score / total * count / length
    best = sorted(weights.items(), key=lambda item: -item[1])[:FEEDBACK_TERMS]
    mass = sum(weight for _, weight in best) or 1.0
    share = len(plan.should) * FEEDBACK_SHARE / (1 - FEEDBACK_SHARE)
    return {each: weight / mass * share for each, weight in best}
