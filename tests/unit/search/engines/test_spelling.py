"""Did you mean."""

import pytest

from search.document import SearchDocument
from search.engines.spelling import respelled
from search.request.search_request import SearchRequest
from search.result import SearchResult

NOTHING = SearchResult("embedded", 0, "eq", ())


class Pages:
    """A dictionary of one page."""

    document = SearchDocument(1, "x", "The secretary and the charter", "/", "en")
    known = frozenset({"secretary", "charter"})

    def __init__(self, hits=True):
        self.hits = hits

    def frequency(self, word):
        return int(word in self.known)

    def pages(self, query_plan):
        return [self.document]

    def has_hits(self, request):
        return self.hits


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("secretery", "secretary"),
        ("charter", None),
        ("secretery chartre", "secretary charter"),
        ("secretery -drafft", "secretary -drafft"),
        ("secretery type:whatwedo.OrganPage", "secretary type:whatwedo.OrganPage"),
        ("title:secretery date:2024", "title:secretary date:2024"),
        ('"secretery chartre"', '"secretary charter"'),
        ('"secretery chartre', "secretary charter"),
        ('secretery" (chartre', "secretary charter"),
        ('"charter', None),
        ("secretery xylophone", None),
        ("titel:charter", None),
    ],
)
def test_only_unknown_words_that_are_searched_are_respelled(text, better):
    assert respelled(SearchRequest(text), NOTHING, Pages()) == better


def test_no_spelling_without_hits():
    assert respelled(SearchRequest("secretery"), NOTHING, Pages(hits=False)) is None
