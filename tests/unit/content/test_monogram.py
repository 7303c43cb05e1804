"""Initials in place of a portrait."""

import pytest

from cms.directory.monogram import initials


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Kao Kim Hourn", "KH"),
        ("S. Rajaratnam", "SR"),
        ("Suharto", "S"),
        ("émile zola", "ÉZ"),
        ("(Siti) Example 2", "SE"),
        ("ธนัต คอมันตร์", "ธค"),
        ("123 – !", ""),
        ("", ""),
    ],
)
def test_a_monogram_is_the_first_letters_of_the_first_and_last_word(name, shown):
    assert initials(name) == shown


def test_initials_include_combining_marks():
    assert initials("கோபால் வீர") == "கோவீ"
