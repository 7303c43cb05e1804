"""The terms of a plan, by which a stored search is compared with changed text.

Elasticsearch's percolator does the same: it extracts the terms of stored queries, so that a
document runs only those that it may match.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from search.plan.nodes import (
    All,
    Alternatives,
    Choice,
    Dates,
    Either,
    Nearby,
    Pattern,
    Plan,
    Unscored,
    Value,
    Words,
)
from search.text.terms import GAP

type Forms = frozenset[str]
"""The forms of one word, any of which is enough."""


class ChangedText(NamedTuple):
    """The terms that a text has more or less often than before, and all those of changed lines."""

    words: frozenset[str]
    lines: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """The terms of a plan; changed text without them changes no match, and scores only slightly.

    `phrases` matter only if changed lines have a form of each of their words: no phrase goes
    beyond a line. With `is_open`, any text may matter, as to words similar to another one.
    """

    words: Forms = frozenset()
    phrases: frozenset[tuple[Forms, ...]] = frozenset()
    prefixes: frozenset[str] = frozenset()
    is_open: bool = False

    def __or__(self, other: "PlanTerms") -> "PlanTerms":
        return PlanTerms(
            self.words | other.words,
            self.phrases | other.phrases,
            self.prefixes | other.prefixes,
            self.is_open or other.is_open,
        )

    def may_match(self, changed: ChangedText) -> bool:
        """Return whether a part of the plan may match where it did not before, or vice versa."""
        if not changed.lines:
            return False
        return (
            self.is_open
            or not self.words.isdisjoint(changed.words)
            or any(not any(map(changed.lines.isdisjoint, phrase)) for phrase in self.phrases)
            or any(each.startswith(prefix) for prefix in self.prefixes for each in changed.lines)
        )


def plan_terms(plan: Plan | None) -> PlanTerms:
    """Return the terms of all parts of a plan, those that only rank included."""
    match plan:
        case Words():
            return _terms_of_words(plan)
        case Nearby(left, right, distance):
            sides = frozenset(tuple(frozenset({word}) for word in side) for side in (left, right))
            return PlanTerms(phrases=sides, is_open=distance >= GAP)
        case Pattern(prefix):
            return PlanTerms(prefixes=frozenset({prefix}))
        case Unscored(part):
            return plan_terms(part)
        case All(parts) | Either(parts):
            return _union(parts)
        case Alternatives(original, others):
            return _union([original, *others])
        case Choice():
            every: tuple[Plan | None, ...] = (
                *plan.must,
                *plan.should,
                *plan.must_not,
                *plan.all_words,
                plan.phrase,
            )
            grams = frozenset(plan.grams.terms if plan.grams else ())
            return _union(every) | PlanTerms(words=grams)
        case Value() | Dates() | None:
            return PlanTerms()
    return PlanTerms(is_open=True)


def _union(parts: Iterable[Plan | None]) -> PlanTerms:
    terms = PlanTerms()
    for part in parts:
        terms |= plan_terms(part)
    return terms


def _terms_of_words(node: Words) -> PlanTerms:
    spelling = frozenset(filter(None, [node.written, *(term.accented for term in node.terms)]))
    forms = [frozenset({*term.forms, term.word}) for term in node.terms]
    if len(forms) == 1:
        return PlanTerms(forms[0] | spelling)
    is_loose = node.slop >= GAP or (node.slop > 0 and not node.exact)
    return PlanTerms(spelling, frozenset({tuple(forms)}), is_open=is_loose)
