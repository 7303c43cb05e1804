"""Texts that no person writes: the work grows with their length, and no term is too long."""

import time
import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.request.search_request import SearchRequest
from search.text.forms import MAX_FORM_LENGTH
from search.text.highlight import fragments, highlight
from search.text.highlight_terms import HighlightTerms
from search.text.terms import query_grams, terms
from search.text.words import CACHE_SIZE

SECONDS = 30.0
"""Far more than a text takes on a busy machine; work that grows with the square takes minutes."""
RUNS = {
    "Thai": "กรุงเทพมหานคร",
    "Lao": "ນະຄອນຫຼວງວຽງຈັນ",
    "Khmer": "រាជធានីភ្នំពេញ",
    "Burmese": "အစည်းအဝေး",
    "Chinese": "秘书处峰会",
    "Latin": "abcdefghij",
    "marks": "e\u0301\u0323",
    "digits": "1234567890",
    "signs": "C++#.NET",
    "hyphens": "a-b",
    "dots": "U.N.",
    "apostrophes": "l'eau",
    "Arabic": "الأمانة",
    "marks of Thai": "ก" + 1000 * "ั",
    "marks of Burmese": "က" + 1000 * "္က",
    "mixed": "ปี2024ASEAN峰会",
    "symbols": "🐠…",
}
ANY = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs",)),
        st.sampled_from("กรุ ပြည် ភ្នំ 秘书 العربية עברית é\u0301\u200b\u200f\u202e\u00ad-'.,\n+# "),
    ),
    max_size=300,
)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("locale", ["en", "th", "vi"])
def test_a_hundred_kilobytes_without_a_space_are_cut_in_time(name, locale):
    text = (RUNS[name] * 100_000)[:100_000]
    started = time.process_time()

    columns = terms(text, locale)

    assert time.process_time() - started < SECONDS
    for column in columns:
        assert max(map(len, column.split()), default=0) <= 4 * MAX_FORM_LENGTH


@pytest.mark.parametrize("name", RUNS)
def test_a_hundred_kilobytes_without_a_space_are_marked_in_time(name):
    text = (RUNS[name] * 100_000)[:100_000]
    started = time.process_time()

    fragments(text, "en", HighlightTerms(words=frozenset(["asean", "abc"])))

    assert time.process_time() - started < SECONDS


def test_more_different_words_than_are_cached_are_cut_in_time_and_each_is_found():
    different = {"".join(letters) for letters in product("bcdfghjklmn", repeat=5)}
    assert len(different) > CACHE_SIZE
    text = " ".join(different)
    started = time.process_time()

    columns = terms(text, "en")

    assert time.process_time() - started < SECONDS
    assert set(columns.stems.split()) == different


@given(ANY)
def test_any_text_gives_terms_of_bounded_length(text):
    for locale in ("en", "th", "vi", "ar"):
        for column in terms(text, locale):
            assert all(len(term) <= 4 * MAX_FORM_LENGTH for term in column.split())
    query_grams(text)


@given(ANY)
def test_a_text_is_cut_alike_however_its_marks_are_composed(text):
    composed = unicodedata.normalize("NFC", text)

    assert terms(composed, "vi") == terms(unicodedata.normalize("NFD", text), "vi")


@given(ANY)
def test_any_text_is_read_as_a_query_and_marked(text):
    request = SearchRequest(text)

    assert request.query is not None
    marked = highlight(text, "en", HighlightTerms(prefixes=("a", "1")))
    assert marked is None or marked.count("<mark>") == marked.count("</mark>")
