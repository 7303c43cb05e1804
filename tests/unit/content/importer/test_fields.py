"""Values of a source as the columns of a page take them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from cms.content.importer.fields import convert
from cms.content.importer.lenient import first_sentences, shortened


def named(field):
    field.set_attributes_from_name("value")
    return field


KINDS = [("a", "First"), ("b", "Second")]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (models.IntegerField(), 12, 12),
        (models.IntegerField(), "12", 12),
        (models.IntegerField(null=True), "", None),
        (models.DecimalField(max_digits=6, decimal_places=2), "12.50", Decimal("12.50")),
        (models.FloatField(), 1.5, 1.5),
        (models.CharField(max_length=9, choices=KINDS), "second", "b"),
        (models.CharField(max_length=9, choices=KINDS), "a", "a"),
        (models.JSONField(), ["one", "two"], ["one", "two"]),
        (
            models.DateTimeField(),
            "2024-05-31T09:30:00Z",
            datetime(2024, 5, 31, 9, 30, tzinfo=UTC),
        ),
        (models.DateTimeField(null=True), None, None),
    ],
)
def test_a_value_is_read_as_its_column_takes_it(field, value, expected):
    assert convert(named(field), value) == expected


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (models.IntegerField(), "twelve"),
        (models.IntegerField(), True),
        (models.IntegerField(), [12]),
        (models.DecimalField(max_digits=6, decimal_places=2), "12,50"),
        (models.FloatField(), "much"),
        (models.CharField(max_length=9, choices=KINDS), "third"),
        (models.DateTimeField(), "yesterday"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_the_name_of_its_field(field, value):
    with pytest.raises(ValueError, match="value should be"):
        convert(named(field), value)


@given(st.text(), st.integers(min_value=5, max_value=300))
def test_a_shortened_text_fits(text, limit):
    assert len(shortened(text, limit)) <= limit


@given(st.text())
def test_a_summary_fits_and_has_no_tags(text):
    assert len(first_sentences(f"<p>{text}</p>", 320)) <= 320
