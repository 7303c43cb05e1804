"""Disjunctions of queries."""

from collections.abc import Iterable

from tantivy import Occur, Query

from search.plan.ranking import TIE


def best(queries: Iterable[Query]) -> Query:
    """Return a disjunction scored by the best query, plus `TIE` of the others (dis_max)."""
    disjuncts = list(queries)
    if len(disjuncts) < 2:
        return disjuncts[0] if disjuncts else Query.empty_query()
    return Query.disjunction_max_query(disjuncts, TIE)


def either(queries: Iterable[Query]) -> Query:
    """Return a disjunction scored by the sum of the queries that match."""
    disjuncts = list(queries)
    if len(disjuncts) == 1:
        return disjuncts[0]
    if not disjuncts:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Should, query) for query in disjuncts])
