"""Languages that are registered, and those that are served."""

import pytest
from django.conf import settings

from cms.languages.registry import LANGUAGES, interface_language
from cms.settings.site_record import read_record


def test_the_demo_serves_the_languages_of_its_record_and_no_other_registered_one():
    served = [code for code, _ in settings.LANGUAGES]

    assert served == [*read_record(settings.DEMO_CONTENT).languages]
    assert set(LANGUAGES) - set(served) >= {"de", "es", "ru"}


@pytest.mark.parametrize(
    ("code", "interface"),
    [("de", "de"), ("pt-br", "pt-br"), ("zh-hans", "zh-hans"), ("zh-hant", "en"), ("el", "en")],
)
def test_a_language_without_a_catalogue_has_the_interface_in_english(code, interface):
    assert interface_language(code) == interface
