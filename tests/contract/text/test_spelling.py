"""Other spellings of what no page contains, on both engines."""

import pytest

from search.document import SearchDocument
from search.text.forms import languages_in_use

TEXTS = {
    "th": "การประชุมสุดยอดอาเซียนจัดขึ้นที่กรุงเวียงจันทน์ สำนักเลขาธิการ เศรษฐกิจและวัฒนธรรม",
    "lo": "ສະມາຄົມປະຊາຊາດແຫ່ງອາຊີຕາເວັນອອກສຽງໃຕ້ ນະຄອນຫຼວງວຽງຈັນ",
    "km": "សមាគមប្រជាជាតិអាស៊ីអាគ្នេយ៍ រាជធានីភ្នំពេញ ប្រទេសកម្ពុជា",
    "my": "အရှေ့တောင်အာရှနိုင်ငံများအသင်း ရန်ကုန်မြို့တော် စီးပွားရေး",
    "zh-hans": "东南亚国家联盟秘书处位于雅加达",
}


@pytest.fixture
def search(index):
    """Return a function that searches one page in each language."""
    return index(
        *(
            SearchDocument(number, "home.ContentPage", "A page", f"/{number}/", locale, body=text)
            for number, (locale, text) in enumerate(TEXTS.items(), 1)
        )
    )


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ("อาเซยีน", "อาเซียน"),
        ("อาเซีน", "อาเซียน"),
        ("เศรษกิจ", "เศรษฐกิจ"),
        ("วัฒนะธรรม", "วัฒนธรรม"),
        ("กรุงเวียงจันท์", "กรุงเวียงจันทน์"),
        ('"สำนักเลขาธิกร"', '"สำนักเลขาธิการ"'),
        ("+เศรษกิจ +วัฒนธรรม", "+เศรษฐกิจ +วัฒนธรรม"),
        ("ວຽງຈນ", "ວຽງຈັນ"),
        ("ປະຊາຊາກ", "ປະຊາຊາດ"),
        ("ភ្នំពញ", "ភ្នំពេញ"),
        ("ប្រទេសកម្ពជា", "ប្រទេសកម្ពុជា"),
        ("ရန်ကုမ်", "ရန်ကုန်"),
        ("စီးပွာရေး", "စီးပွားရေး"),
        ("东南亚国家联蒙", "东南亚国家联盟"),
    ],
)
def test_a_misspelt_word_is_corrected_to_one_of_a_page(search, query, suggestion):
    assert search(query).suggestion == suggestion


@pytest.mark.parametrize(
    "query",
    [
        "อาเซียน",
        "เวียงจันทน์",
        "เศรษฐกิจ วัฒนธรรม",
        "การประชุมอาเซียน",
        "ວຽງຈັນ",
        "ភ្នំពេញ",
        "စီးပွားရေး",
        "东南亚",
        "雅加达秘书处",
    ],
)
def test_words_of_pages_are_left_as_they_are(search, query):
    assert search(query).suggestion is None


def test_what_resembles_no_word_of_a_page_is_not_corrected(search):
    assert search("มหาวิทยาลัย").suggestion is None


def test_a_page_outside_the_filter_suggests_nothing(search):
    assert search('"สำนักเลขาธิกร"', locale=("km",)).suggestion is None


@pytest.fixture
def search_many(index):
    """Return a function that searches pages which have the same words, but not side by side."""
    bodies = ["เศรษฐกิจของอาเซียนและวัฒนธรรม", "วัฒนธรรมของอาเซียนและเศรษฐกิจ"]
    return index(
        *(
            SearchDocument(number, "home.ContentPage", "A page", f"/{number}/", "th", body=body)
            for number, body in enumerate(bodies * 3, 1)
        )
    )


@pytest.mark.parametrize("query", ["วัฒนธรรมเศรษฐกิจ", "เศรษฐกิจอาเซียน"])
def test_known_words_that_stand_side_by_side_nowhere_are_left_as_they_are(search_many, query):
    result = search_many(query)

    assert result.total == 6
    assert result.suggestion is None


def test_a_misspelt_word_beside_a_known_one_is_corrected(search_many):
    result = search_many("วัฒนธรรม อาเซยีน")

    assert result.total == 6
    assert result.suggestion == "วัฒนธรรม อาเซียน"


SPACED = {
    "en": "The Secretariat of O’Brien’s committee",
    "de": "Müller in der Straße: Geschichte der Energieversorgung",
    "vi": "Hội đồng điều phối",
    "el": "Η ιστορία των πόλεων",
    "ru": "История конференции",
}


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ("secretriat", "secretariat"),
        ("Secretriat", "secretariat"),
        ("SECRETRIAT", "secretariat"),
        ("Ｓｅｃｒｅｔｒｉａｔ", "secretariat"),
        ("“Secretriat of”", "“secretariat of”"),
        ("Title:secretriat OR Body:Seretariat", "Title:secretariat OR Body:secretariat"),
        ("Geschicte", "geschichte"),
        ("Muler", "müller"),
        ("Straßn", "strasse"),
        ("Điểu", None),
        ("Điềuu", "điều"),
        ("ΙΣΤΟΡΑ", "ιστορία"),
        ("Конфернция", "конференции"),
    ],
)
def test_a_word_is_corrected_however_it_is_written(index, query, suggestion):
    search = index(
        *(
            SearchDocument(number, "home.ContentPage", "A page", f"/{number}/", locale, body=text)
            for number, (locale, text) in enumerate(SPACED.items(), 1)
        )
    )

    with languages_in_use(SPACED):
        assert search(query).suggestion == suggestion
