"""Elasticsearch bodies of queries, word for word."""

from datetime import date

import pytest

from search.engines.elasticsearch import compiler
from search.plan.planner import plan
from search.query import parse
from search.request.search_request import SearchRequest
from search.text.forms import forms


def compiled(text):
    return compiler.query(plan(parse(text).tree))


def term(field, word, boost):
    return {"term": {field: {"value": word, "boost": boost}}}


def in_body(word):
    """Stems and the word as written; in the body what is written exactly adds a little."""
    stems = sorted(set(forms(word)))
    ranked = [term("headings_stem", stem, 0.6) for stem in stems]
    ranked += [term("body_stem", stem, 1.0) for stem in stems]
    return {
        "bool": {
            "must": [{"dis_max": {"queries": ranked, "tie_breaker": 0.2}}],
            "should": [term("body_word", word, 0.15)],
        }
    }


def nowhere_scored(inner):
    return {"constant_score": {"filter": inner, "boost": 0}}


def anywhere(query, value):
    """One clause for each field whose words are kept as they are written."""
    fields = ("title_word", "body_word", "attached_word")
    return {
        "bool": {
            "should": [{query: {field: value}} for field in fields],
            "minimum_should_match": 1,
        }
    }


def test_an_empty_query_matches_every_page():
    assert compiler.query(None) == nowhere_scored({"match_all": {}})


def test_a_word_is_searched_in_every_language_and_best_as_it_is_written():
    assert compiled("body:peace") == in_body("peace")


def test_a_phrase_is_searched_as_it_is_written():
    together = {"match_phrase": {"body_word": {"query": "goods and services"}}}
    spaced = {"query": "goods and services", "ordered": True, "max_gaps": 2}

    assert compiled('body:"goods and services"')["dis_max"]["queries"] == [together]
    assert compiled('"goods and services"~2') == {
        "dis_max": {
            "queries": [
                {"intervals": {f: {"match": spaced}}}
                for f in ("title_word", "body_word", "attached_word")
            ],
            "tie_breaker": 0.2,
        }
    }


@pytest.mark.parametrize(
    ("text", "query", "value"),
    [
        ("trea*", "prefix", {"value": "trea"}),
        ("tr?de", "wildcard", {"value": "tr?de", "rewrite": "top_terms_512"}),
        ("treaty~", "fuzzy", {"value": "treaty", "fuzziness": 2, "max_expansions": 50}),
        (
            "left NEAR/2 right",
            "intervals",
            {
                "any_of": {
                    "intervals": [
                        {
                            "all_of": {
                                "intervals": [
                                    {"match": {"query": word, "ordered": True, "max_gaps": 0}}
                                    for word in order
                                ],
                                "ordered": True,
                                "max_gaps": 2,
                            }
                        }
                        for order in (("left", "right"), ("right", "left"))
                    ]
                }
            },
        ),
    ],
)
def test_an_operator_becomes_its_own_query_in_every_field(text, query, value):
    assert compiled(text) == anywhere(query, value)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("topic:law", {"term": {"topic": "law"}}),
        ("date:2020..2022", {"range": {"date": {"gte": "2020-01-01", "lte": "2022-12-31"}}}),
        ("date:>=2020", {"range": {"date": {"gte": "2020-01-01"}}}),
    ],
)
def test_values_and_dates_filter_and_do_not_rank(text, inner):
    assert compiled(text) == nowhere_scored(inner)


def test_a_bag_boosts_pages_with_all_words_and_those_with_them_as_a_phrase():
    phrase = {
        "dis_max": {
            "queries": [{"match_phrase": {"body_word": {"query": "trade peace"}}}],
            "tie_breaker": 0.2,
        }
    }
    both = [in_body("trade"), in_body("peace")]

    assert compiled("body:(trade peace -war)")["bool"]["must_not"] == [in_body("war")]
    assert compiled("body:(trade peace)") == {
        "bool": {
            "must": [{"bool": {"should": both, "minimum_should_match": 1}}],
            "should": [
                {"constant_score": {"filter": {"bool": {"must": both}}, "boost": 1000.0}},
                {"constant_score": {"filter": phrase, "boost": 500.0}},
            ],
            "must_not": [],
        }
    }


def test_filters_hold_together_and_a_facet_is_counted_without_its_own():
    request = SearchRequest(
        date_to=date(2024, 5, 1), filters={"topic": ("law", "trade"), "locale": ("en",)}
    )
    topic = {"terms": {"topic": ["law", "trade"]}}
    locale = {"terms": {"locale": ["en"]}}
    until = {"range": {"date": {"lte": "2024-05-01"}}}

    assert compiler.filters(request) == [topic, locale, until]
    assert compiler.filters(request, without="topic") == [locale, until]
    assert compiler.filters(request, without="date") == [topic, locale]


def test_recent_pages_get_a_little_more():
    today = date(2026, 7, 1)

    assert compiler.recency(today)[0] == {
        "constant_score": {"filter": {"range": {"date": {"gte": "2026-04-02"}}}, "boost": 0.3}
    }
