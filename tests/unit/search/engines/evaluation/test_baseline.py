"""Plain BM25 as the yardstick of the search's ranking."""

import math

import pytest

from search.engines.evaluation.baseline import plain_bm25, plain_terms
from search.engines.evaluation.collection import Collection


@pytest.mark.parametrize(
    ("text", "locale", "terms"),
    [
        ("The aims of nations", "en", ["aim", "nation"]),
        ("hội đồng", "vi", ["hội", "đồng", "hội đồng"]),
        ("中国人 ASEAN", "zh", ["中", "国", "人", "中国", "国人", "asean"]),
        ("กรุงเทพ", "th", ["กรุงเทพ", "กรุง", "รุงเ", "งเท", "เทพ"]),
    ],
)
def test_text_is_cut_as_is_best_for_its_language(text, locale, terms):
    assert plain_terms(text, locale) == terms


def test_scores_are_those_of_robertson_as_lucene_has_them():
    rows = [
        {"id": "a", "title": "", "text": "charter peace"},
        {"id": "b", "title": "", "text": "trade trade trade trade"},
    ]
    collection = Collection(rows, {"q": "charter"}, {})

    run = plain_bm25(collection, 10)

    norm = 1.2 * (0.25 + 0.75 * 2 / 3)
    assert run == {"q": {"a": pytest.approx(math.log(1 + 1.5 / 1.5) / (1 + norm))}}
