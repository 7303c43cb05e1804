"""Compiles a plan to an Elasticsearch query, without Elasticsearch's query parsers."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from search.engines.ordering import MAX_KEY_LENGTH
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
    spellings,
    synonym_factor,
    unaccented_weight,
)
from search.plan.ranking import (
    ALL_WORDS,
    EXACT,
    EXACT_NAME,
    EXACT_TITLE,
    GRAM,
    MAX_EXPANSION,
    MAX_GRAMS,
    RECENCY,
    SYNONYM,
    TIE,
    WHOLE_PHRASE,
    WHOLE_WORD,
)
from search.request.search_request import SearchRequest

Query = dict[str, Any]


def query(plan: Plan | None) -> Query:
    """Return the query of a plan; without a plan it matches every page."""
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
            weights = [SYNONYM * synonym_factor(part) for part in others]
            less = [
                {"bool": {"must": [query(part)], "boost": weight}}
                for part, weight in zip(others, weights, strict=True)
            ]
            return best_of([query(original), *less])
        case Choice():
            return _choice(plan)


def whole(plan: Plan | None) -> Query:
    """Return the query of a whole plan: the word itself comes before its synonyms."""
    matching = query(plan)
    if not isinstance(plan, Alternatives):
        return matching
    return {"bool": {"must": [matching], "should": [constant(query(plan.original), WHOLE_WORD)]}}


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
    """Return the filters of every facet but one, of the period, and of pages."""
    chosen: list[Query] = [
        {"terms": {name: list(values)}}
        for name, values in request.filters.items()
        if name != without
    ]
    if (request.date_from or request.date_to) and without != "date":
        chosen.append(dates(request.date_from, request.date_to))
    if request.among is not None:
        chosen.append({"terms": {"id": sorted(request.among)}})
    if request.hidden:
        chosen.append({"bool": {"must_not": [{"terms": {"id": sorted(request.hidden)}}]}})
    return chosen


def titled(title: str) -> list[Query]:
    """Return clauses that boost pages whose title or name is exactly these folded words."""
    boosts = (("title_order", EXACT_TITLE), ("name_order", EXACT_NAME)) if title else ()
    return [constant({"term": {key: title[:MAX_KEY_LENGTH]}}, boost) for key, boost in boosts]


def preferring(boosts: Iterable[tuple[str, float]]) -> list[Query]:
    """Return clauses that boost pages in languages."""
    return [constant({"term": {"locale": locale}}, boost) for locale, boost in boosts]


def recency(today: date) -> list[Query]:
    """Return clauses that slightly boost recent pages."""
    return [constant(dates(today - timedelta(days), None), boost) for days, boost in RECENCY]


def exact_fields(fields: tuple[str, ...]) -> list[str]:
    """Return the fields of exact words; headings have none, since the body contains them."""
    return [f"{field}_word" for field in fields if field in search_fields().exact_names]


def _term(field: str, value: str, boost: float = 1.0) -> Query:
    return {"term": {field: {"value": value, "boost": boost}}}


@lru_cache(maxsize=256)
def _words(node: Words) -> Query:
    """Return the query of words. It is cached, so callers must not change it."""
    more = [_term("accented", form, 4 * EXACT) for form in spellings(node)]
    if len(node.terms) > 1:
        return {"bool": {"must": [_phrase(node)], "should": more}} if more else _phrase(node)
    term, names = node.terms[0], exact_fields(node.fields)
    more += [_term(name, term.word, EXACT) for name in names]
    if node.exact:
        matching = any_of([_term(name, term.word) for name in names])
    else:
        weight = unaccented_weight(node)
        matching = best_of(
            [
                _term(f"{field}_stem", form, weight * search_fields()[field].weight)
                for field in node.fields
                for form in sorted(set(term.forms))
            ]
        )
    return {"bool": {"must": [matching], "should": more}}


def _phrase(node: Words) -> Query:
    if not node.exact:
        variants = sorted(set(zip(*(term.forms for term in node.terms), strict=True)))
        return best_of(
            [
                {"match_phrase": {f"{field}_stem": {"query": " ".join(variant)}}}
                for field in node.fields
                for variant in variants
            ]
        )
    text = " ".join(term.word for term in node.terms)
    names = exact_fields(node.fields)
    if node.slop:  # the slop of `match_phrase` counts moves, two of which swap words
        rule = {"query": text, "ordered": True, "max_gaps": node.slop}
        return best_of([{"intervals": {name: {"match": rule}}} for name in names])
    return best_of([{"match_phrase": {name: {"query": text}}} for name in names])


def _grams(node: Grams) -> list[Query]:
    """Return clauses that rank pages by n-grams; the best field counts most."""
    return [
        best_of([_term(f"{f}_gram", gram, GRAM * search_fields()[f].weight) for f in node.fields])
        for gram in node.terms[:MAX_GRAMS]
    ]


def _nearby(node: Nearby, field: str) -> Query:
    """Return the query for both sides in either order, with at most `distance` words between them.

    Each order is a separate clause: in one unordered clause the sides may share a word.
    """
    left, right = (
        {"match": {"query": " ".join(side), "ordered": True, "max_gaps": 0}}
        for side in (node.left, node.right)
    )
    orders = [
        {"all_of": {"intervals": order, "ordered": True, "max_gaps": node.distance}}
        for order in ([left, right], [right, left])
    ]
    return {"intervals": {field: {"any_of": {"intervals": orders}}}}


def _pattern(node: Pattern, field: str) -> Query:
    if node.before:
        text = " ".join([*node.before, node.prefix])
        beginning = {"query": text, "max_expansions": MAX_EXPANSION}
        return {"match_phrase_prefix": {field: beginning}}
    if node.pattern is None:
        return {"prefix": {field: {"value": node.prefix}}}
    value = node.pattern.pattern.replace("\\", "").replace(".", "?")
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
    if bag.all_words:
        every = {"bool": {"must": [query(part) for part in bag.all_words]}}
        should.append(constant(every, ALL_WORDS))
    if bag.phrase:
        should.append(constant(_phrase(bag.phrase), WHOLE_PHRASE))
    if bag.grams:
        should += _grams(bag.grams)
    must_not = [query(part) for part in bag.must_not]
    return {"bool": {"must": must, "should": should, "must_not": must_not}}
