"""Colours are measured as WCAG 2.2 defines contrast, in both schemes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.sites.colors import USUAL, Colors, contrast, mixed, problems

HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(first, second, ratio):
    assert round(contrast(first, second), 2) == ratio


@given(HEX, HEX)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(first, second):
    assert contrast(first, second) == contrast(second, first)
    assert 1 <= contrast(first, second) <= 21


def test_colors_are_mixed_as_browsers_mix_them():
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#0f2f63", "#ffffff", 0) == "#0f2f63"


def test_the_usual_colors_can_be_read():
    assert list(problems(USUAL)) == []


@pytest.mark.parametrize(
    ("colors", "name", "message"),
    [
        (
            Colors(header="#8888ff"),
            "header",
            "The contrast with white text (#ffffff) is 2.59:1. It must be at least 4.5:1.",
        ),
        (
            Colors(link="#777777"),
            "link",
            "The contrast with a light page (#eef3fa) is 4.01:1. It must be at least 4.5:1.",
        ),
        (
            Colors(link_dark="#12448c"),
            "link_dark",
            "The contrast with a dark page (#19222e) is 1.7:1. It must be at least 4.5:1.",
        ),
        (
            Colors(highlight="#0f2f63"),
            "highlight",
            "The contrast with the header (#0f2f63) is 1.0:1. It must be at least 3:1.",
        ),
    ],
)
def test_a_color_that_cannot_be_read_is_named_with_both_ratios(colors, name, message):
    assert (name, message) in list(problems(colors))


@given(st.builds(Colors, HEX, HEX, HEX, HEX))
def test_a_message_never_shows_the_ratio_that_is_needed(colors):
    for problem in problems(colors):
        measured, needed = (
            float(each.partition(":")[0])
            for each in (problem.message.split(" is ")[1], problem.message.split("least ")[1])
        )
        assert measured < needed
