"""Plan to Elasticsearch query; the visitor's words never meet a query parser."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from search.engines.ordering import LONGEST
from search.fields import search_fields
from search.plan.nodes import (
    All,
    Alternatives,
    Choice,
    Dates,
    Either,
    Grams,
    Nearby,
    Pattern,
    Plan,
    Similar,
    Unscored,
    Value,
    Words,
    as_written,
    shared_weight,
    unaccented_weight,
)
from search.plan.ranking import (
    ALL_WORDS,
    EXACT,
    EXACT_NAME,
    EXACT_TITLE,
    GRAM,
    MAX_EXPANSION,
    MOST_GRAMS,
    RECENCY,
    SYNONYM,
    TIE,
    WHOLE_PHRASE,
    WHOLE_WORD,
)
from search.request.search_request import SearchRequest

Query = dict[str, Any]


def query(plan: Plan | None) -> Query:
    """Ranks and matches; without a plan every page matches."""
    match plan:
        case None:
            return constant({"match_all": {}}, 0)
        case Words():
            return _words(plan)
        case Nearby():
            return any_of([_nearby(plan, field) for field in exact_fields(plan.fields)])
        case Pattern():
            return any_of([_pattern(plan, field) for field in exact_fields(plan.fields)])
        case Similar():
            fuzzy = {"value": plan.word, "fuzziness": plan.distance, "max_expansions": 50}
            return any_of([{"fuzzy": {f: fuzzy}} for f in exact_fields(plan.fields)])
        case Unscored(part):
            return constant(_words(part), 0)
        case Value(field, value):
            return constant({"term": {field: value}}, 0)
        case Dates(first, last):
            return constant(dates(first, last), 0)
        case All(parts):
            return {"bool": {"must": [query(part) for part in parts]}}
        case Either(parts):
            return any_of([query(part) for part in parts])
        case Alternatives(original, others):
            weights = [SYNONYM * shared_weight(part) for part in others]
            less = [
                {"bool": {"must": [query(part)], "boost": weight}}
                for part, weight in zip(others, weights, strict=True)
            ]
            return best_of([query(original), *less])
        case Choice():
            return _choice(plan)


def whole(plan: Plan | None) -> Query:
    """Return the query of a whole plan: the word itself comes before its synonyms."""
    found = query(plan)
    if not isinstance(plan, Alternatives):
        return found
    return {"bool": {"must": [found], "should": [constant(query(plan.original), WHOLE_WORD)]}}


def constant(inner: Query, score: float) -> Query:
    return {"constant_score": {"filter": inner, "boost": score}}


def any_of(queries: list[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    if not queries:
        return {"match_none": {}}
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def best_of(queries: list[Query]) -> Query:
    return {"dis_max": {"queries": queries, "tie_breaker": TIE}}


def dates(first: date | None, last: date | None) -> Query:
    bounds = {"gte": first and first.isoformat(), "lte": last and last.isoformat()}
    return {"range": {"date": {name: bound for name, bound in bounds.items() if bound}}}


def filters(request: SearchRequest, without: str = "") -> list[Query]:
    """Return the filters of every facet but one, of the period, and of hidden pages."""
    chosen: list[Query] = [
        {"terms": {name: list(values)}}
        for name, values in request.filters.items()
        if name != without
    ]
    if (request.date_from or request.date_to) and without != "date":
        chosen.append(dates(request.date_from, request.date_to))
    if request.hidden:
        chosen.append({"bool": {"must_not": [{"terms": {"id": sorted(request.hidden)}}]}})
    return chosen


def titled(title: str) -> list[Query]:
    """Return what puts pages of exactly that title or name, as folded words, before all others."""
    found = (("title_order", EXACT_TITLE), ("name_order", EXACT_NAME)) if title else ()
    return [constant({"term": {key: title[:LONGEST]}}, boost) for key, boost in found]


def recency(today: date) -> list[Query]:
    """Small additions for pages of the last months and years."""
    return [constant(dates(today - timedelta(days), None), added) for days, added in RECENCY]


def exact_fields(fields: tuple[str, ...]) -> list[str]:
    """Headings stand in the body, too."""
    return [f"{field}_word" for field in fields if field in search_fields().exact_names]


def _term(field: str, value: str, boost: float = 1.0) -> Query:
    return {"term": {field: {"value": value, "boost": boost}}}


@lru_cache(maxsize=256)
def _words(wanted: Words) -> Query:
    """Shared, so to be left as it is: a question says each of its words several times."""
    more = [_term("accented", form, 4 * EXACT) for form in as_written(wanted)]
    if len(wanted.terms) > 1:
        return {"bool": {"must": [_phrase(wanted)], "should": more}} if more else _phrase(wanted)
    term, names = wanted.terms[0], exact_fields(wanted.fields)
    more += [_term(name, term.word, EXACT) for name in names]
    if wanted.exact:
        found = any_of([_term(name, term.word) for name in names])
    else:
        weight = unaccented_weight(wanted)
        found = best_of(
            [
                _term(f"{field}_stem", form, weight * search_fields()[field].weight)
                for field in wanted.fields
                for form in sorted(set(term.forms))
            ]
        )
    return {"bool": {"must": [found], "should": more}}


def _phrase(wanted: Words) -> Query:
    if not wanted.exact:
        variants = sorted(set(zip(*(term.forms for term in wanted.terms), strict=True)))
        return best_of(
            [
                {"match_phrase": {f"{field}_stem": {"query": " ".join(variant)}}}
                for field in wanted.fields
                for variant in variants
            ]
        )
    text = " ".join(term.word for term in wanted.terms)
    names = exact_fields(wanted.fields)
    if wanted.slop:  # that of a phrase counts moves, of which two let words change places
        rule = {"query": text, "ordered": True, "max_gaps": wanted.slop}
        return best_of([{"intervals": {name: {"match": rule}}} for name in names])
    return best_of([{"match_phrase": {name: {"query": text}}} for name in names])


def _grams(wanted: Grams) -> list[Query]:
    """Return clauses that rank pages by letters or syllables; the best field counts most."""
    return [
        best_of([_term(f"{f}_gram", gram, GRAM * search_fields()[f].weight) for f in wanted.fields])
        for gram in wanted.terms[:MOST_GRAMS]
    ]


def _nearby(wanted: Nearby, field: str) -> Query:
    """Each term in its order, both terms in any order, so many words between at most.

    Each order is a clause by itself: without one, the two may share a word.
    """
    left, right = (
        {"match": {"query": " ".join(side), "ordered": True, "max_gaps": 0}}
        for side in (wanted.left, wanted.right)
    )
    orders = [
        {"all_of": {"intervals": order, "ordered": True, "max_gaps": wanted.distance}}
        for order in ([left, right], [right, left])
    ]
    return {"intervals": {field: {"any_of": {"intervals": orders}}}}


def _pattern(wanted: Pattern, field: str) -> Query:
    if wanted.before:
        text = " ".join([*wanted.before, wanted.prefix])
        beginning = {"query": text, "max_expansions": MAX_EXPANSION}
        return {"match_phrase_prefix": {field: beginning}}
    if wanted.pattern is None:
        return {"prefix": {field: {"value": wanted.prefix}}}
    value = wanted.pattern.pattern.replace("\\", "").replace(".", "?")
    return {"wildcard": {field: {"value": value, "rewrite": f"top_terms_{MAX_EXPANSION}"}}}


def _choice(bag: Choice) -> Query:
    must = [query(part) for part in bag.must]
    should: list[Query] = []
    optional = [query(part) for part in bag.should]
    if optional and bag.minimum:
        needed = {"should": optional, "minimum_should_match": bag.minimum}
        must.append({"bool": needed})
    else:
        should += optional
    if not bag.must and not optional:
        must.append(query(None))
    if bag.lifted:
        every = {"bool": {"must": [query(part) for part in bag.lifted]}}
        should.append(constant(every, ALL_WORDS))
    if bag.phrase:
        should.append(constant(_phrase(bag.phrase), WHOLE_PHRASE))
    if bag.grams:
        should += _grams(bag.grams)
    must_not = [query(part) for part in bag.must_not]
    return {"bool": {"must": must, "should": should, "must_not": must_not}}
