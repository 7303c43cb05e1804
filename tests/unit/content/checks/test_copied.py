"""Text that was copied into a translation."""

import pytest

from cms.content.checks.copied import copied_language

ORIGINAL = ["The Secretariat serves the members.", "It sits in the capital.\nIt has three parts."]


@pytest.mark.parametrize(
    "text",
    [
        ORIGINAL,
        [*ORIGINAL, "Sekretariat."],
        ["The Secretariat   serves the members.", None, "Satu kalimat baru."],
    ],
)
def test_text_that_is_mostly_that_of_the_original_is_noticed(text):
    assert copied_language(text, ORIGINAL) == "English"


@pytest.mark.parametrize(
    "text",
    [
        [],
        ["ASEAN"],  # a name that both have
        ["Sekretariat melayani para anggota.", "It has three parts."],
    ],
)
def test_text_of_its_language_is_not(text):
    assert copied_language(text, [*ORIGINAL, "ASEAN"]) == ""
