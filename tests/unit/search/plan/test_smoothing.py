"""Scores of the first results, smoothed by those of the pages most like each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.plan.planner import plan
from search.plan.ranking import NEIGHBOURS
from search.plan.smoothing import is_question, signature, smoothed
from search.request.search_request import SearchRequest

stems = st.lists(st.sampled_from("abcdefgh"), max_size=12)


def test_a_page_like_a_good_one_overtakes_one_like_none():
    good, alike, alone = (
        signature(text.split())
        for text in ("wing flow heat", "wing flow lift", "library card index")
    )

    first, second, third = smoothed([10.0, 4.0, 4.5], [good, alike, alone])

    assert first > second > third


def test_a_page_like_no_other_keeps_its_score():
    assert smoothed([3.0, 2.0], [signature(["wing"]), signature(["library"])]) == [3.0, 2.0]


def test_pages_without_signatures_keep_their_scores():
    assert smoothed([3.0, 2.0, 1.0], [b"", b"", signature(["wing"])]) == [3.0, 2.0, 1.0]
    assert smoothed([3.0, 2.0], [b"", b""]) == [3.0, 2.0]


def test_of_equally_similar_pages_the_best_ranked_count():
    signatures = [signature(["peace", f"word{number}"]) for number in range(40)]
    scores = [float(score) for score in range(40, 0, -1)]
    lower = [*scores[: NEIGHBOURS + 1], *([0.5] * (39 - NEIGHBOURS))]

    assert smoothed(scores, signatures)[0] == pytest.approx(smoothed(lower, signatures)[0])


@given(st.lists(st.tuples(st.floats(0, 1000), stems), max_size=30))
def test_no_score_leaves_the_range_of_all(results):
    scores = [score for score, _ in results]

    smoothed_scores = smoothed(scores, [signature(each) for _, each in results])

    assert len(smoothed_scores) == len(scores)
    assert all(min(scores) - 1e-6 <= each <= max(scores) + 1e-6 for each in smoothed_scores)


def test_a_signature_keeps_the_most_frequent_stems():
    many = [f"rare{number}" for number in range(100)] + ["often"] * 20

    assert len(signature(many)) == 64 * 4
    assert signature(many)[:4] == signature(["often"] * 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("which principles guide member states in disputes", True),
        ("charter peace", False),
        ('+principles guide member states "in disputes" settled', False),
        ("principles guide member states -disputes", False),
    ],
)
def test_a_question_is_a_bag_of_several_plain_words(text, expected):
    assert is_question(plan(SearchRequest(text).expanded_tree)) is expected
