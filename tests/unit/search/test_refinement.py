"""Facet links and chips."""

from datetime import date

from hypothesis import given

from search.request.refinement import chips, toggled, within
from search.request.search_request import SearchRequest
from tests.unit.search.test_parameters import requests


def test_a_value_is_added_beside_those_chosen():
    request = toggled(SearchRequest("a", cursor="c", filters={"type": ("x",)}), "type", "y")

    assert request == SearchRequest("a", filters={"type": ("x", "y")})


@given(requests)
def test_choosing_a_value_twice_changes_nothing_but_the_page(request):
    twice = toggled(toggled(request, "topic", "new topic"), "topic", "new topic")

    assert twice.fingerprint() == request.fingerprint()
    assert twice.cursor == ""


def test_a_period_replaces_the_one_before():
    request = within(SearchRequest(date_to=date(1999, 1, 1)), date(2024, 1, 1), None)

    assert request == SearchRequest(date_from=date(2024, 1, 1))


def test_every_part_that_narrows_the_text_is_a_chip():
    request = SearchRequest(
        "q", phrase="a b", date_from=date(2024, 1, 1), filters={"type": ("x", "y")}
    )

    assert [(chip.parameter, chip.value) for chip in chips(request)] == [
        ("phrase", "a b"),
        ("type", "x"),
        ("type", "y"),
        ("date", "2024-01-01.."),
    ]


@given(requests)
def test_taking_away_every_chip_leaves_the_text(request):
    while remaining := chips(request):
        request = remaining[0].without

    assert request.query.text == SearchRequest(request.text, match=request.match).query.text
    assert not any(request.filter(facet) for facet in ("type", "organ", "topic", "locale"))
