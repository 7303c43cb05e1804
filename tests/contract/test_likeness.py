"""Pages like a page are found by its words, the same ones by either engine."""

import pytest

from search.document import SearchDocument
from search.request.search_request import SearchRequest
from search.service.likeness import likeness

FISHING = SearchDocument(
    1,
    "home.ContentPage",
    "Fishing boats",
    "/1/",
    "en",
    summary="Boats, nets and quotas in coastal waters.",
    body="Ministers meet each year. NOT “everyone” agrees -- boats need licences.",
)
OTHERS = (
    ("Quotas of boats", "Nets and boats, and what fishing in coastal waters may take."),
    ("Coastal waters", "Nets and boats that may be used."),
    ("Opera houses", "Where singers perform."),
)


@pytest.fixture
def filled(engine, index):
    others = [
        SearchDocument(number, "home.ContentPage", title, f"/{number}/", "en", summary=summary)
        for number, (title, summary) in enumerate(OTHERS, 2)
    ]
    index(FISHING, *others)
    return engine


def test_stored_documents_are_read_by_id(filled):
    documents = filled.documents([3, 1, 99])

    assert {each.id: each.title for each in documents} == {1: "Fishing boats", 3: "Coastal waters"}
    assert filled.documents([]) == []


def test_pages_like_a_page_come_in_the_same_order(filled):
    request = SearchRequest(hidden=frozenset({1}), has_excerpts=False)

    result = filled.search(request.with_tree(likeness(FISHING)), None, 5)

    assert [hit.document.id for hit in result.hits] == [2, 3]
    assert not any(hit.highlights.body for hit in result.hits)
    assert result.suggestion is None
