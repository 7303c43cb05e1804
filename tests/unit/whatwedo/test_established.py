"""Dates known to the year, the month or the day."""

import datetime

import pytest

from whatwedo.established import established_label, parse_established


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1976", "1976"),
        ("1976-02", "February 1976"),
        ("1976-02-24", "24 February 1976"),
        ("", ""),
    ],
)
def test_the_label_has_the_precision_of_the_date(text, label):
    assert established_label(text) == label


def test_parsing_returns_the_first_day_and_the_precision():
    assert parse_established("1976-02") == (datetime.date(1976, 2, 1), 2)


@pytest.mark.parametrize("text", ["76", "1976-13", "1976-02-30", "February 1976", "1976-2"])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r"year|month|day|out of range"):
        parse_established(text)
