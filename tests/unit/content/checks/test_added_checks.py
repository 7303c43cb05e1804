"""Content checks that apps add."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.content.checks.registry import ContentCheck, content_checks, labels
from cms.content.checks.rules import LABELS

NO_PLACE = ContentCheck("Event without a place", lambda page: [])


def test_the_label_of_an_added_check_follows_those_of_the_product():
    with content_checks.replaced({"no-place": NO_PLACE}):
        assert labels() == {**LABELS, "no-place": "Event without a place"}


@pytest.mark.parametrize("name", ["no-summary", "No place", "a-name-of-over-twenty"])
def test_a_check_cannot_have_a_code_that_is_taken_or_too_long(name):
    with (
        pytest.raises(ImproperlyConfigured, match="bad name"),
        content_checks.replaced({name: NO_PLACE}),
    ):
        pass


def test_a_plain_function_is_refused():
    with (
        pytest.raises(ImproperlyConfigured, match="should be a ContentCheck"),
        content_checks.replaced({"no-place": print}),
    ):
        pass
