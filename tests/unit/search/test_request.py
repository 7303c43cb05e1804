"""The request: five texts, one tree."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.query import parse
from search.query.tree import And, Bag, Clause, Occur, Or, Phrase, Prefix, Scoped, Word
from search.request.search_request import SearchRequest
from tests.unit.search.query.strategies import count_operators, queries

A, B, C = Word("a"), Word("b"), Word("c")


def bag(occur, *nodes):
    return Bag(tuple(Clause(occur, node) for node in nodes))


@pytest.mark.parametrize(
    ("boxes", "tree"),
    [
        ({}, None),
        ({"text": "a b"}, bag(Occur.SHOULD, A, B)),
        ({"text": "a b", "match": "all"}, bag(Occur.MUST, A, B)),
        ({"all": "a b"}, bag(Occur.MUST, A, B)),
        ({"all": "a"}, A),
        ({"all": 'a "b c"'}, bag(Occur.MUST, A, Phrase("b c"))),
        ({"all": "econom* title:a"}, bag(Occur.MUST, Prefix("econom"), Scoped("title", A))),
        ({"phrase": "a b"}, Phrase("a b")),
        ({"phrase": '"a" “b”'}, Phrase("a b")),
        ({"phrase": "?!"}, None),
        ({"any": "a b"}, bag(Occur.SHOULD, A, B)),
        ({"any": "a OR b"}, bag(Occur.SHOULD, A, B)),
        ({"none": "a b"}, bag(Occur.MUST_NOT, A, B)),
        ({"none": "-a"}, bag(Occur.MUST_NOT, A)),
        ({"text": "a", "all": "b", "none": "c"}, And((A, B, bag(Occur.MUST_NOT, C)))),
        ({"text": "a AND b", "any": "c"}, And((A, B, C))),
        ({"text": "a OR b", "any": "c"}, And((Or((A, B)), C))),
    ],
)
def test_boxes_become_one_tree(boxes, tree):
    assert SearchRequest(**boxes).query.tree == tree


def test_the_text_combines_all_boxes():
    request = SearchRequest(text="a OR b", all="c d", phrase="e f", any="g h", none="i")

    assert request.query.text == '(a OR b) AND +c +d AND "e f" AND g h AND -i'


def test_a_warning_names_its_box():
    warnings = SearchRequest(text='"a', any="b ab*").query.warnings

    assert [(warning.parameter, warning.code, warning.position) for warning in warnings] == [
        ("q", "unclosed_quote", 0),
        ("any", "short_prefix", 2),
    ]


def test_the_limit_of_operators_holds_for_all_boxes_together():
    stars = " ".join(f"word{number}*" for number in range(30))
    query = SearchRequest(text=stars, all=stars).query

    assert count_operators(query.tree.nodes[0]) + count_operators(query.tree.nodes[1]) <= 32 + 2
    assert [(w.parameter, w.code) for w in query.warnings] == [("all", "too_many_operators")]


def test_an_endless_box_is_cut_with_a_warning():
    query = SearchRequest(phrase="ก" * 1_000_000).query

    assert query.tree == Phrase("ก" * 2000)
    assert [(w.parameter, w.code) for w in query.warnings] == [("phrase", "too_long")]


@given(st.text() | queries, st.text() | queries, st.text() | queries, st.text() | queries)
@example("NOT 5 km", "", "", "0%0")
@settings(max_examples=200)
def test_any_boxes_are_understood_as_a_text_that_says_the_same(text, every, phrase, none):
    query = SearchRequest(text=text, all=every, phrase=phrase, none=none).query

    if count_operators(query.tree) <= 32 and len(query.text) <= 2000:
        assert parse(query.text).tree == query.tree


def test_the_fingerprint_is_that_of_the_results_not_of_their_page():
    request = SearchRequest(
        text="a", date_from=date(2024, 1, 1), filters={"type": ("home.ContentPage",)}
    )

    assert replace(request, limit=5, cursor="x").fingerprint() == request.fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        {"text": "\ud800"},
        {"all": "a"},
        {"phrase": "a"},
        {"any": "a"},
        {"none": "a"},
        {"match": "all"},
        {"filters": {"type": ("a",)}},
        {"filters": {"organ": ("a",)}},
        {"filters": {"topic": ("a", "b")}},
        {"filters": {"locale": ("en",)}},
        {"date_from": date(2024, 1, 1)},
        {"date_to": date(2024, 1, 1)},
        {"sort": "title"},
        {"facets": (("type", 20),)},
    ],
)
def test_every_change_of_the_request_changes_the_fingerprint(change):
    assert SearchRequest(**change).fingerprint() != SearchRequest().fingerprint()
