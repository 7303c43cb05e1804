"""Queries that an editor's pattern matches."""

import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.steering.patterns import is_match, is_pattern


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("asean charter", "ASEAN Charter", True),
        ("asean charter", "the charters of ASEAN", False),
        ("charter of asean", "asean charter", False),
        ("member state", "Member States", True),
        ("charter", "asean charter", False),
        ("* charter", "the asean charter", True),
        ("* charter", "charter", True),
        ("charter *", "charter of peace", True),
        ("* charter *", "is the charter law", True),
        ("charter of asean", "the charter of ASEAN", True),
        ("the *", "the charter", False),
        ("peace * peace", "peace", False),
        ("peace * peace", "peace, peace", True),
        ("a* *", "", False),
        ("กฎบัตร", "กฎบัตร", True),
    ],
)
def test_a_pattern_means_a_query(pattern, text, expected):
    assert is_match(pattern, text) is expected


@pytest.mark.parametrize("text", ["", "*", "* *", "…"])
def test_without_a_word_it_is_none(text):
    assert not is_pattern(text)


def by_regular_expression(pattern: str, text: str) -> bool:
    parts = [r"(?:\S+ )*" if each == "*" else f"{each} " for each in pattern.split()]
    return bool(text) and re.fullmatch("".join(parts), f"{text} ") is not None


rows = st.lists(st.sampled_from("xyz"), max_size=6).map(" ".join)


@given(st.lists(st.sampled_from("xyz**"), max_size=7).map(" ".join), rows)
def test_a_star_matches_any_number_of_words(pattern, text):
    assert is_match(pattern, text) == by_regular_expression(pattern, text)


@pytest.mark.parametrize("pattern", ["* " * 200 + "charter", "* x y " * 200 + "charter"])
def test_many_stars_and_many_words_are_matched_at_once(pattern):
    begun = perf_counter()

    assert not is_match(pattern, "x y " * 10_000)
    assert perf_counter() - begun < 2
