"""Checks whether a cached answer is still valid after changes of the index."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from cms.caching.cached_only import is_cached_only, record_miss
from search.engines import active
from search.engines.active import IndexVersion
from search.http.changed_pages import changed_pages
from search.http.index_history import history
from search.plan.percolation import ChangedText, PlanTerms, plan_terms
from search.plan.planner import plan
from search.plan.ranking import SPELLING_HITS
from search.request.search_request import SearchRequest


@dataclass(frozen=True)
class AnsweredSearch:
    """A request, the number of pages that matched it, and the pages shown in its answer."""

    request: SearchRequest
    total: int
    page_ids: frozenset[int]

    def is_still_valid(self, before: IndexVersion, after: IndexVersion) -> bool:
        """Return whether the answer is the same at two versions of the index, except for scores.

        No changed page may be shown in it. Where changed text has words of the search, or more
        than text changed, the page may not match now; if it matched before, the total differs.
        Raises NotCachedError inside `cached_only` if only a query could tell.
        """
        relevant = self._relevant_pages(before, after)
        if relevant is None:
            record_miss()
            return False
        if not relevant:
            return True
        if self._shows_other_matches:
            record_miss()
            return False
        if is_cached_only():
            record_miss()
        return self._counts(after.engine, relevant) == (self.total, 0)

    @property
    def _shows_other_matches(self) -> bool:
        """Return whether pages that do not match the request may still change its answer.

        Without hits, other searches are shown. A facet is counted without its own filter.
        """
        is_filtered = bool(self.request.filters or self.request.date_from or self.request.date_to)
        return not self.total or (is_filtered and bool(self.request.facets))

    def _counts(self, engine_name: str, pages: Collection[int]) -> tuple[int, int]:
        """Return the total, and how many of these pages match the request or its variants."""
        engine = active.engine(engine_name)
        total, matching = engine.counts(self.request, pages)
        if total < SPELLING_HITS and (variants := self.request.compound_variants):
            total_of_variants, matching_variants = engine.counts(variants, pages)
            return max(total, total_of_variants), max(matching, matching_variants)
        return total, matching

    @cached_property
    def _terms(self) -> PlanTerms:
        if not self.total:
            return PlanTerms(is_open=True)
        terms = plan_terms(plan(self.request.expanded_tree))
        if variants := self.request.compound_variants:
            terms |= plan_terms(plan(variants.expanded_tree))
        return terms

    def _relevant_pages(self, before: IndexVersion, after: IndexVersion) -> Collection[int] | None:
        """Return the changed pages that may match, now or before; None if one is shown."""
        steps = history.between(before, after)
        if steps is None:
            if is_cached_only():
                record_miss()
            history.follow(after)
            steps = history.between(before, after)
        if steps is None:
            changed = (
                changed_pages(before.state, after.state) if before.engine == after.engine else None
            )
            return changed if changed is not None and changed.isdisjoint(self.page_ids) else None
        relevant: set[int] = set()
        for step in steps:
            if not self.page_ids.isdisjoint(step):
                return None
            relevant.update(page for page, changed in step.items() if self._may_match(changed))
        return relevant

    def _may_match(self, changed: ChangedText | None) -> bool:
        return changed is None or self._terms.may_match(changed)
