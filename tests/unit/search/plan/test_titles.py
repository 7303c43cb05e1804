"""The names by which a query finds a page."""

from datetime import date

import pytest

from search.document import SearchDocument
from search.plan.explanation import reasons
from search.plan.titles import names
from search.request.search_request import SearchRequest


def document(title, *other_names):
    return SearchDocument(1, "home.ContentPage", title, "/1/", "en", names=other_names)


@pytest.mark.parametrize(
    ("title", "other_names", "expected"),
    [
        ("Committee", ("CPR", "C.P.R."), ["cpr"]),
        ("Food Fund (FF)", (), ["food fund", "ff"]),
        ("Food Fund (F.F.)", (), ["food fund", "ff"]),
        ("Budget (2024)", (), []),
        ("Budget (draft)", (), []),
        ("(FF) Food", (), []),
        ("Committee", ("…",), []),
    ],
)
def test_names_are_other_names_and_acronyms_in_titles(title, other_names, expected):
    assert names(document(title, *other_names)) == expected


def test_an_explanation_says_that_a_name_is_the_query():
    texts = [
        each.text for each in reasons(SearchRequest("FF"), document("Food Fund (FF)"), date.today())
    ]

    assert "One of its names is the query: only pages of that title come before." in texts
