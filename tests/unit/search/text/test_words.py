"""Words in every script."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.text.normalize import normalize
from search.text.words import cut, places, segments, units, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Secretary-General’s aims", ["the", "secretary", "general", "aims"]),
        ("snake_case, AT&T", ["snake", "case", "at", "t"]),
        ("Hội đồng điều phối", ["hội", "đồng", "điều", "phối"]),
        ("மக்கள் கூட்டம்", ["மக்கள்", "கூட்டம்"]),
        ("สำนักเลขาธิการอาเซียน", ["สำนัก", "เลขาธิการ", "อาเซียน"]),
        ("ຄະນະກຳມະການ", ["ຄະນະ", "ກຳມະການ"]),
        ("ក្រុមប្រឹក្សាអាស៊ាន", ["ក្រុមប្រឹក្សា", "អាស៊ាន"]),
        ("အတွင်းရေးမှူးချုပ်", ["အတွင်းရေးမှူး", "ချုပ်"]),
        ("秘书处 A", ["秘", "书", "处", "a"]),
        ("ปี2024ของASEAN", ["ปี", "2024", "ของ", "asean"]),
        ("ASEANஇல்", ["asean", "இல்"]),
        ("35km ISO9001 G20", ["35", "km", "iso", "9001", "g", "20"]),
        ("1,000,000 1.000.000 1\u202f000\u202f000 3.5", ["1000000"] * 3 + ["3", "5"]),
        ("The U.N. and A.S.E.A.N. of the U.S.A", ["the", "un", "and", "asean", "of", "the", "usa"]),
        ("C++, C# and .NET; A/RES/70/1", ["c++", "c#", "and", ".net", "a", "res", "70", "1"]),
        ("Côte d’Ivoire, l'eau, O’Brien, don’t", ["côte", "ivoire", "eau", "o", "brien", "dont"]),
        ("ปี ๒๕๖๗, ٢٠٢٤", ["ปี", "2567", "2024"]),
    ],
)
def test_words_are_cut_where_readers_see_them_end(text, expected):
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("การดําเนินงาน", "การดำเนินงาน"),
        ("con\u00adsti\u00adtu\u00adtion", "constitution"),
        ("parlia\u200bment", "parliament"),
        ("inter-\nnational", "international"),
        ("inter-\n  national", "international"),
        ("Wi-\nFi", "Wi-Fi"),
        ("ｆｕｌｌ", "full"),
        ("e\u0301tat", "état"),
    ],
)
def test_what_looks_alike_is_the_same(text, other):
    assert words(text) == words(other)


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("Wi-Fi,", ("wifi",)),
        ("e‑commerce", ("ecommerce",)),
        ("O'Brien", ("obrien",)),
        ("C++", ("c",)),
        (".NET", ("net",)),
        ("COVID-19", ()),
        ("2020-2024", ()),
        ("members.", ()),
    ],
)
def test_a_compound_is_one_word_as_well(text, variants):
    assert cut(normalize(text)).variants == variants


def test_scripts_without_spaces_have_letters_in_place_of_words():
    assert words("กรุงเทพ") == ["ก", "รุ", "ง", "เ", "ท", "พ"]


def test_a_query_in_chinese_has_words_of_several_characters():
    assert segments("国家联盟") == ["国家", "联盟"]


@given(st.text() | st.text(alphabet="กา秘\U00020001a_’. -+#1,้ํ "))
def test_places_point_at_the_words_and_never_overlap(text):
    for chunk in normalize(text).split():
        ends = [0]
        for word, start, end in places(chunk):
            assert start >= ends[-1]
            assert end > start
            assert word
            ends.append(end)


@example("b-\n\u00adb")
@given(st.text(alphabet="aB1กำ้ํ秘’-.\u00ad\n é", max_size=40))
def test_normal_text_stays_as_it_is(text):
    assert normalize(normalize(text)) == normalize(text)
