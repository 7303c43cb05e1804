"""Properties of parsing any text."""

import sys

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from search.query import parse, print_query
from search.query.limits import MAX_DEPTH, MAX_LENGTH, MAX_OPERATORS
from tests.unit.search.query.strategies import count_operators, depth, queries


@given(st.text() | queries)
@settings(max_examples=300)
@example("title:‘")
@example("(title::) a")
def test_any_text_parses_to_encodable_text(text):
    parsed = parse(text)

    parsed.text.encode()
    print_query(parsed.tree).encode()


@given(st.text() | queries, st.sampled_from(["any", "all"]))
@settings(max_examples=600)
@example("!NEAR/3", "any")
@example("a~1!", "any")
@example("¿title:x", "any")
@example("AND:0", "any")
@example("_:0", "any")
@example("TITLE:(TITLE:0", "any")
@example("“2020..2021”!2020..2021", "any")
def test_printing_and_parsing_again_gives_the_same_tree(text, match):
    tree = parse(text, match).tree
    assume(count_operators(tree) <= MAX_OPERATORS)  # match="all" is written with a sign a word
    printed = print_query(tree)

    if len(printed) <= MAX_LENGTH:
        assert parse(printed).tree == tree


@given(st.lists(st.sampled_from(['"', "(", ")", "AND", "-", "a", "title:", "b*"])).map(" ".join))
def test_positions_point_into_the_text(text):
    assert all(0 <= warning.position <= len(text) for warning in parse(text).warnings)


@given(queries)
def test_groups_are_never_deeper_than_the_limit(text):
    # A level of parentheses holds at most an OR of ANDs of bags.
    assert depth(parse(text).tree) <= 3 * (MAX_DEPTH + 1)


@given(
    st.lists(st.sampled_from(["AND", "OR", "-", "+", "title:", "a ", "b ", "c* "])).map(" ".join)
)
def test_no_more_operators_than_the_limit(text):
    assert count_operators(parse(text * 20).tree) <= MAX_OPERATORS


HOSTILE = [
    "(",
    ")",
    '"',
    "‘",
    "AND ",
    "OR ",
    "a OR ",
    "-",
    "title:(",
    "a~",
    "a..",
    "()",
    "a NEAR/1 ",
    "doc:‘",
]


@pytest.mark.parametrize("sign", HOSTILE)
def test_work_grows_no_faster_than_the_text(sign):
    short, long = work((sign * 500)[:500]), work((sign * 2000)[:2000])

    assert long < 6 * short + 1000


@pytest.mark.parametrize("sign", HOSTILE)
def test_a_million_signs_are_no_more_work_than_two_thousand(sign):
    # The constant is one more warning, in the language of the interface.
    assert work((sign * 1_000_000)[:1_000_000]) <= work((sign * 2000)[:2001]) + 1000


def work(text):
    """Return the number of calls that parsing takes."""
    calls = 0

    def count(*_):
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        parse(text)
    finally:
        sys.setprofile(None)
    return calls
