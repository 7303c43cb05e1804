"""Years of a chosen period."""

from datetime import date

import pytest

from search.engines.counting import facet_counts
from search.request.search_request import SearchRequest

COUNTS = {"2019": 1, "2020": 5, "2021": 2, "2022": 1}


@pytest.mark.parametrize(
    ("first", "last", "selected"),
    [
        (None, None, []),
        (date(2020, 1, 1), date(2020, 12, 31), ["2020"]),
        (date(2020, 1, 1), date(2021, 12, 31), ["2021", "2020"]),
        (date(2021, 1, 1), None, ["2022", "2021"]),
        (None, date(2019, 12, 31), ["2019"]),
        (date(2020, 1, 2), date(2021, 12, 31), []),
        (date(2020, 1, 1), date(2021, 6, 30), []),
    ],
)
def test_years_are_selected_where_they_are_the_whole_period(first, last, selected):
    request = SearchRequest(date_from=first, date_to=last)
    counts = facet_counts(request, "date", 20, COUNTS)

    assert [each.value for each in counts] == ["2022", "2021", "2020", "2019"]
    assert [each.value for each in counts if each.selected] == selected
