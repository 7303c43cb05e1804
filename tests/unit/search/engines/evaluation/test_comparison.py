"""The condition by which the search counts as worse than plain BM25."""

from dataclasses import replace

import numpy as np
import pytest

from search.engines.evaluation.collection import Collection
from search.engines.evaluation.comparison import Comparison, compared, interval

ROW = Comparison("one", "en", "RR@10", 100, product=0.9, bm25=0.9, low=-0.02, high=0.02)


def test_an_equal_result_is_not_below():
    assert not ROW.is_below


@pytest.mark.parametrize(
    "row", [replace(ROW, product=0.889), replace(ROW, product=0.895, low=-0.009, high=-0.001)]
)
def test_a_large_or_certain_difference_is_below(row):
    assert row.is_below


def test_a_small_and_uncertain_difference_is_not_below():
    assert not replace(ROW, product=0.895).is_below


def test_the_interval_lies_around_the_mean_and_is_the_same_each_time():
    differences = np.array([0.0, 0.1, 0.2, 0.1] * 25)

    low, high = interval(differences)

    assert 0.05 < low < differences.mean() < high < 0.15
    assert interval(differences) == (low, high)


def test_collections_with_one_answer_a_query_are_measured_by_its_rank():
    rows = [{"id": "a", "title": "", "text": "charter"}, {"id": "b", "title": "", "text": "trade"}]
    collection = Collection(rows, {"q": "charter"}, {"q": {"a": 1}})
    several = replace(collection, judgements={"q": {"a": 2, "b": 1}})
    run = {"q": {"b": 2.0, "a": 1.0}}

    assert compared("one", collection, run).measure == "RR@10"
    assert compared("one", collection, run).product == 0.5
    assert compared("one", several, run).measure == "nDCG@10"


def test_a_sample_has_the_same_queries_each_time_with_their_judgements():
    queries = {f"q{number}": "charter" for number in range(50)}
    collection = Collection([], queries, {query: {"a": 1} for query in queries})

    sample = collection.sampled(10)

    assert len(sample.queries) == 10
    assert sample.judgements.keys() == sample.queries.keys()
    assert sample == collection.sampled(10)
    assert list(sample.queries) == [query for query in queries if query in sample.queries]


@pytest.mark.parametrize("size", [0, 50, 60])
def test_a_sample_as_large_as_the_collection_is_the_collection(size):
    collection = Collection([], {f"q{number}": "charter" for number in range(50)}, {})

    assert collection.sampled(size) is collection
