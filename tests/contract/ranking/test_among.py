"""Searches among some pages, and what a query demands of pages without its words."""

import pytest

from search.document import SearchDocument
from search.request.restrictions import restrictions
from search.request.search_request import SearchRequest

PAGES = (
    (1, "Fishing boats", "en", "a"),
    (2, "Opera houses", "en", "b"),
    (3, "Opera singers", "th", "b"),
    (4, "Mountain paths", "th", "a"),
)


@pytest.fixture
def filled(engine, index):
    index(
        *(
            SearchDocument(
                number, "home.ContentPage", title, f"/{number}/", locale, topics=(topic,)
            )
            for number, title, locale, topic in PAGES
        )
    )
    return engine


def among(engine, request, tree=None):
    return {hit.document.id for hit in engine.search(request.with_tree(tree), None, 5).hits}


def test_only_these_pages_are_found(filled):
    request = SearchRequest("opera")

    assert among(filled, request.within([2, 4]), request.expanded_tree) == {2}
    assert among(filled, request.within([4]), request.expanded_tree) == set()
    assert among(filled, request.within([]), request.expanded_tree) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opera", {1, 2, 3, 4}),
        ('+opera "fishing boats" NEAR', {1, 2, 3, 4}),
        ("opera -singers", {1, 2, 4}),
        ("opera locale:th", {3, 4}),
        ("+locale:th opera", {3, 4}),
        ("opera AND locale:th AND topic:a", {4}),
        ("(opera AND locale:th) OR (boats AND topic:a)", {1, 3, 4}),
        ("(opera AND locale:th) OR boats", {1, 2, 3, 4}),
        ("opera (boats locale:th)", {1, 2, 3, 4}),
        ("opera AND NOT (singers OR paths)", {1, 2}),
        ("title:opera", {1, 2, 3, 4}),
        ("opera date:2020", set()),
        ("...", set()),
    ],
)
def test_restrictions_are_those_of_the_query_without_its_words(filled, text, expected):
    request = SearchRequest(text).within([1, 2, 3, 4])

    assert among(filled, request, restrictions(request.expanded_tree)) == expected


def test_filters_and_hidden_pages_hold_without_words(filled):
    request = SearchRequest("opera", filters={"locale": ("en",)}, hidden=frozenset({1}))

    assert among(filled, request.within([1, 2, 3, 4])) == {2}
