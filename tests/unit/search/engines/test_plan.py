"""The plan of a query's tree."""

import pytest

from search.plan.nodes import Choice, Either, Value, Words
from search.plan.planner import plan
from search.query import parse


@pytest.mark.parametrize(
    ("text", "narrowed", "words", "minimum"),
    [
        ("peace type:x", (Value("type", "x"),), 1, 1),
        ("peace security aims type:x", (Value("type", "x"),), 3, 1),
        ("type:x type:y", (Either((Value("type", "x"), Value("type", "y"))),), 0, 0),
        ("peace type:(x OR y)", (Either((Value("type", "x"), Value("type", "y"))),), 1, 1),
        ("peace type:x topic:y", (Value("type", "x"), Value("topic", "y")), 1, 1),
    ],
)
def test_a_filter_beside_words_narrows_and_leaves_the_words_their_minimum(
    text, narrowed, words, minimum
):
    planned = plan(parse(text).tree)

    assert isinstance(planned, Choice)
    assert planned.must == narrowed
    assert len(planned.should) == words
    assert planned.minimum == minimum


def test_a_required_word_makes_the_others_optional():
    planned = plan(parse("+peace security type:x").tree)

    assert isinstance(planned, Choice)
    assert isinstance(planned.must[0], Words)
    assert planned.minimum == 0


def test_values_that_must_all_hold_have_no_optional_ones():
    planned = plan(parse("topic:(a b)", match="all").tree)

    assert planned == Choice((Value("topic", "a"), Value("topic", "b")), (), (), 0)
