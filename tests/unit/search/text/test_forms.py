"""The forms in which the words of queries are searched."""

from django.conf import settings

from search.text.forms import forms, languages_in_use, stem
from search.text.languages import LANGUAGES


def test_a_word_is_stemmed_in_the_languages_in_use_alone():
    with languages_in_use(["de", "th"]):
        assert set(forms("Städten")) == {stem("Städten", "de"), "stadten"}


def test_the_languages_in_use_are_those_of_the_site():
    with languages_in_use(code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES):
        of_the_site = forms("Häuser")
    with languages_in_use(LANGUAGES):
        of_all = forms("Häuser")

    assert forms("Häuser") == of_the_site != of_all


def test_languages_are_used_within_the_context_alone():
    before = forms("Häuser")
    with languages_in_use(["de"]):
        within = forms("Häuser")

    assert within != before
    assert forms("Häuser") == before


def test_a_regional_language_is_stemmed_as_its_base_language():
    with languages_in_use(["pt-br"]):
        assert stem("nações", "pt") in forms("nações")


def test_turkish_is_stemmed_by_the_vowels_that_folding_loses():
    assert stem("anlaşmaları", "tr") == stem("anlaşma", "tr")
