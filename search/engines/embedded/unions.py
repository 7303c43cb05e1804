"""Several queries as one, of which any may match."""

from collections.abc import Iterable

from tantivy import Occur, Query

from search.plan.ranking import TIE


def best(queries: Iterable[Query]) -> Query:
    """Return a query in which the best one counts, and the others a little."""
    found = list(queries)
    if len(found) < 2:
        return found[0] if found else Query.empty_query()
    return Query.disjunction_max_query(found, TIE)


def either(queries: Iterable[Query]) -> Query:
    found = list(queries)
    if len(found) == 1:
        return found[0]
    if not found:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Should, query) for query in found])
