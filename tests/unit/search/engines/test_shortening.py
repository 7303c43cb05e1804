"""Shortening of queries that are too long for an engine."""

from search.plan.nodes import Choice, Value
from search.plan.planner import plan
from search.plan.shortening import shortened
from search.query import parse


def cut(text, most):
    shortest = shortened(plan(parse(text).tree), most)
    assert isinstance(shortest, Choice)
    return shortest


def spellings(parts):
    return [part.terms[0].word for part in parts]


def test_the_longest_words_stay_in_their_order():
    assert spellings(cut("aa cccc bbb dddd ee", 3).should) == ["cccc", "bbb", "dddd"]


def test_filters_and_exclusions_stay():
    choice = cut("peace trade security topic:law -war", 2)

    assert choice.must == (Value("topic", "law"),)
    assert spellings(choice.should) == ["security"]
    assert spellings(choice.must_not) == ["war"]


def test_the_minimum_follows_the_words_that_are_left():
    paragraph = " ".join(f"word{number}" for number in range(40))

    assert cut(paragraph, 40).minimum == 6
    assert cut(paragraph, 4).minimum == 1


def test_a_bag_of_required_words_requires_fewer():
    assert spellings(cut("+aaaa +bb +ccc", 2).must) == ["aaaa", "ccc"]
