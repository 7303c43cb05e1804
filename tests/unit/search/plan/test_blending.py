"""Scores of words and similarity in meaning, half and half."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.plan.blending import blended

SCORES = st.floats(0, 20_000)
ROWS = st.lists(st.tuples(SCORES, st.none() | st.floats(-1, 1)), max_size=100)


def test_half_of_each():
    assert blended([4.0, 2.0, 0.0], [0.0, 0.9, 0.9]) == pytest.approx([2.0, 3.0, 2.0])


def test_pages_without_a_vector_keep_their_score():
    assert blended([4.0, 3.0, 2.0], [None, 0.1, 0.9])[0] == 4.0


@pytest.mark.parametrize("similarity", [[None, None], [0.5, 0.5], [None, 0.5]])
def test_what_tells_nothing_changes_no_order(similarity):
    first, second = blended([2.0, 1.0], similarity)

    assert first > second


@given(ROWS)
def test_exact_titles_and_phrases_stay_before_others(rows):
    scores = [score for score, _ in rows]

    for before, after in zip(scores, blended(scores, [close for _, close in rows]), strict=True):
        assert after // 500 == before // 500


@given(ROWS)
def test_scores_stay_in_their_range(rows):
    scores = [score for score, _ in rows]
    results = blended(scores, [close for _, close in rows])

    assert len(results) == len(scores)
    assert not scores or min(scores) <= min(results) <= max(results) <= max(scores) + 1e-6
