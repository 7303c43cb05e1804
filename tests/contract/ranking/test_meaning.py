"""Similarity in meaning reorders the first results of both engines, and changes nothing else."""

import pytest

from search.document import SearchDocument
from search.request.search_request import SearchRequest

COUNT = 130


@pytest.fixture
def searching(engine):
    """Return a function that searches many pages; the greater the id, the lower the score."""
    generation = engine.begin()
    generation.fill(
        SearchDocument(
            number,
            "home.ContentPage",
            f"Page {number}",
            f"/{number}/",
            "en",
            body="harbour " + "and much else " * number,
        )
        for number in range(1, COUNT + 1)
    )
    generation.write([], [], version=1, place="place")
    engine.swap(generation)

    def search(text, after=None, **options):
        return engine.search(SearchRequest(text, **options), after, 5)

    return search


def ids(result):
    return [hit.document.id for hit in result.hits]


def similar_to(*ids):
    return lambda pages: [1.0 if page in ids else 0.0 for page in pages]


def test_a_page_close_in_meaning_moves_up(searching):
    result = searching("harbour", similarity=similar_to(60))

    assert ids(searching("harbour"))[0] == 1
    assert set(ids(result)[:2]) == {1, 60}
    [hit] = [hit for hit in result.hits if hit.document.id == 60]
    assert (hit.is_semantic, hit.moved_up) == (True, hit.moved_up)
    assert hit.moved_up > 50


def test_totals_facets_and_excerpts_are_the_same(searching):
    options = {"facets": (("type", 5),), "limit": COUNT // 2}

    plain, with_similarity = (
        searching("harbour", similarity=each, **options) for each in (None, similar_to(60))
    )

    assert (with_similarity.total, with_similarity.facets) == (plain.total, plain.facets)
    assert all("<mark>harbour</mark>" in hit.highlights.body[0] for hit in with_similarity.hits)


def test_the_exact_title_stays_first(searching):
    assert ids(searching("page 7", similarity=similar_to(60)))[0] == 7


def test_every_page_comes_once_from_cursor_to_cursor(searching):
    paged, after = [], None
    while True:
        result = searching("harbour", after, similarity=similar_to(5, 60, 90), limit=30)
        paged += ids(result)
        after = result.after
        if after is None:
            break

    assert sorted(paged) == list(range(1, COUNT + 1))
    assert set(paged[:4]) == {1, 5, 60, 90}


@pytest.mark.parametrize("sort", ["title", "-date"])
def test_other_orders_are_left_alone(searching, sort):
    plain = ids(searching("harbour", sort=sort))

    assert ids(searching("harbour", sort=sort, similarity=similar_to(60))) == plain


def test_questions_are_smoothed_first(searching):
    question = "harbour with much else anywhere"

    assert 60 in ids(searching(question, similarity=similar_to(60)))[:2]
