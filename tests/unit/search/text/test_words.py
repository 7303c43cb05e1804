"""Words in every script of the region."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.words import segments, spans, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Secretary-General’s aims", ["The", "Secretary", "General’s", "aims"]),
        ("snake_case, AT&T", ["snake", "case", "AT", "T"]),
        ("Hội đồng điều phối", ["Hội", "đồng", "điều", "phối"]),
        ("மக்கள் கூட்டம்", ["மக்கள்", "கூட்டம்"]),
        ("สำนักเลขาธิการอาเซียน", ["สำนัก", "เลขาธิการ", "อาเซียน"]),
        ("ຄະນະກຳມະການ", ["ຄະນະ", "ກຳມະການ"]),
        ("ក្រុមប្រឹក្សាអាស៊ាន", ["ក្រុមប្រឹក្សា", "អាស៊ាន"]),
        ("အတွင်းရေးမှူးချုပ်", ["အတွင်းရေးမှူး", "ချုပ်"]),
        ("秘书处 A", ["秘", "书", "处", "A"]),
    ],
)
def test_words_are_cut_where_readers_see_them_end(text, expected):
    assert words(text) == expected


def test_a_query_in_chinese_has_words_of_several_characters():
    assert segments("国家联盟") == ["国家", "联盟"]


@given(st.text() | st.text(alphabet="กา秘\U00020001a_’ "))
def test_places_point_at_the_words(text):
    found = list(spans(text))

    assert [word for word, _, _ in found] == words(text)
    assert all(text[start:end] == word for word, start, end in found)
