"""Pages that an engine finds: the same for each engine."""

from datetime import date

import pytest

from search.document import SearchDocument
from search.request.search_request import SearchRequest


def document(number, title="", body="", **more):
    more = {"type": "home.ContentPage", "path": f"/{number}/", "locale": "en"} | more
    return SearchDocument(id=number, title=title, body=body, **more)


def ids(result):
    return [hit.document.id for hit in result.hits]


PEACE = document(1, "Peace", "The treaty keeps the peace between the members.")
TRADE = document(2, "Trade", "Members trade goods and services without customs.")
BOTH = document(3, "Report", "Peace makes trade easier, and trade makes peace last.")


def test_any_word_matches_and_pages_with_all_come_first(index):
    search = index(PEACE, TRADE, BOTH)

    results = ids(search("peace trade"))

    assert results[0] == 3
    assert set(results) == {1, 2, 3}


def test_pages_with_the_words_as_a_phrase_come_before_those_with_all(index):
    search = index(
        document(1, "One", "charter of the members, members everywhere, a charter"),
        document(2, "Two", "the members charter"),
    )

    assert ids(search("members charter")) == [2, 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("+peace +trade", {3}),
        ("peace -trade", {1}),
        ("peace AND trade", {3}),
        ("treaty OR customs", {1, 2}),
        ('"goods and services"', {2}),
        ('"services goods"', set()),
        ('"goods services"~1', {2}),
        ('"services goods"~2', set()),
        ('"services goods"~9', set()),
        ('"members goods customs"~2', set()),
        ('"trade goods customs"~3', {2}),
        ('"trade goods customs"~9', {2}),
        ('"goods trade customs"~9', set()),
        ("serv*", {2}),
        ("tr?de", {2, 3}),
        ("traed~", {2, 3}),
        ("tr?de-serv?ces", {2}),
        ("p?ace-trade", {3}),
        ("goods NEAR/1 services", {2}),
        ("services NEAR/1 goods", {2}),
        ("goods NEAR/1 customs", set()),
        ("peace NEAR/5 peace", set()),
        ("peace NEAR/6 peace", {3}),
        ('"trade easier" NEAR/5 easier', set()),
        ('"peace makes" NEAR/5 trade', {3}),
        ("title:peace", {1}),
        ("(treaty OR customs) AND members", {1, 2}),
        ("members -(treaty customs)", set()),
        ("-peace", {2}),
        ("", {1, 2, 3}),
        ("nothing*", set()),
        ("goods-and-serv*", {2}),
        ("trade-serv*", set()),
        ("trade-custmos~", {2}),
        ("peace-custmos~", set()),
        ('"goods and services" NEAR/1 customs', {2}),
        ('customs NEAR/1 "goods and services"', {2}),
        ('"services goods" NEAR/9 customs', set()),
        ('"goods services" NEAR/9 trade', set()),
    ],
)
def test_operators_match_exactly(index, query, expected):
    assert set(ids(index(PEACE, TRADE, BOTH)(query))) == expected


def test_forms_of_a_word_are_found_and_the_exact_one_comes_first(index):
    search = index(
        document(1, "A", "they signed principles"), document(2, "B", "they signed a principle")
    )

    assert ids(search("principle")) == [2, 1]


@pytest.mark.parametrize(
    ("locale", "body", "query"),
    [
        ("id", "Sekretariat mengoordinasikan pembangunan kawasan.", "bangun"),
        ("ms", "Negara anggota bekerjasama dalam pembangunan.", "pembangunan"),
        ("th", "สำนักเลขาธิการอาเซียนตั้งอยู่ที่กรุงจาการ์ตา", "เลขาธิการ"),
        ("lo", "ຄະນະກຳມະການຜູ້ແທນຖາວອນ", "ຜູ້ແທນ"),
        ("km", "ក្រុមប្រឹក្សាអាស៊ានសម្របសម្រួល", "អាស៊ាន"),
        ("my", "အာဆီယံအတွင်းရေးမှူးချုပ်", "အတွင်းရေးမှူး"),
        ("vi", "Hội đồng Điều phối ASEAN", "hội đồng"),
        ("vi", "Hội đồng Điều phối ASEAN", "hoi dong"),
        ("fil", "Ang Kalihiman ng ASEAN ay nasa Jakarta.", "kalihiman"),
        ("zh-hans", "东南亚国家联盟秘书处设在雅加达。", "秘书处"),
        ("ta", "ஆசியான் செயலகம் ஜகார்த்தாவில் உள்ளது", "செயலகம்"),
        ("pt", "As nações do Sudeste Asiático cooperam.", "nacoes"),
    ],
)
def test_every_language_of_the_region_is_found(index, locale, body, query):
    search = index(document(1, "A", body, locale=locale), document(2, "B", "something else"))

    assert ids(search(query)) == [1]


def test_a_character_of_a_chinese_word_may_be_left_open(index):
    search = index(
        document(1, "A", "东盟秘书处设在雅加达", locale="zh-hans"),
        document(2, "B", "处理秘密", locale="zh-hans"),
    )

    assert ids(search("秘?处")) == [1]
    assert ids(search("密?秘")) == []


def test_the_accented_form_comes_before_the_plain_one(index):
    search = index(
        document(1, "A", "hoi dong", locale="vi"), document(2, "B", "hội đồng", locale="vi")
    )

    assert ids(search("hội đồng")) == [2, 1]


def test_facets_ignore_their_own_filter_and_keep_the_chosen(index):
    search = index(
        document(1, "A", "peace", topics=("law",)),
        document(2, "B", "peace", topics=("law", "trade"), type="whatwedo.OrganPage"),
    )

    result = search("peace", topic=("trade", "gone"), facets=(("topic", 9), ("type", 9)))

    assert [(f.value, f.count, f.selected) for f in result.facets["topic"]] == [
        ("trade", 1, True),
        ("gone", 0, True),
        ("law", 2, False),
    ]
    assert [(f.value, f.count) for f in result.facets["type"]] == [("whatwedo.OrganPage", 1)]


@pytest.mark.parametrize(
    "query",
    ["topic:law-of-the-sea", "topic:Law-of-the-Sea", 'topic:"Law of the Sea"', "topic:Law-of-*"],
)
def test_a_topic_is_found_by_its_name(index, query):
    search = index(
        document(1, "A", topics=("law-of-the-sea",)), document(2, "B", topics=("law-of", "law"))
    )

    assert ids(search(query)) == ([2] if query.endswith("*") else [1])


def test_a_chosen_value_is_counted_though_others_are_more_frequent(index):
    frequent = [document(n, "A", "peace", topics=(f"t{n % 3}",)) for n in range(1, 10)]
    search = index(*frequent, document(10, "B", "peace", topics=("rare",)))

    result = search("peace", topic=("rare",), facets=(("topic", 2),))

    assert [(f.value, f.count, f.selected) for f in result.facets["topic"]] == [
        ("rare", 1, True),
        ("t0", 3, False),
    ]


def test_dates_filter_sort_and_are_counted_by_year(index):
    search = index(
        document(1, "A", "x", date=date(2020, 5, 1)),
        document(2, "B", "x", date=date(2024, 5, 1)),
        document(3, "C", "x"),
    )

    assert ids(search("date:2020..2022")) == [1]
    assert ids(search("x", date_from=date(2021, 1, 1))) == [2]
    assert ids(search("x", sort="-date")) == [2, 1, 3]
    assert ids(search("x", sort="date")) == [1, 2, 3]
    years = search("x", facets=(("date", 9),)).facets["date"]
    assert [(each.value, each.count) for each in years] == [("2024", 1), ("2020", 1)]


def test_titles_sort_by_letters_not_by_case(index):
    search = index(document(1, "beta"), document(2, "Álpha"), document(3, "Gamma"))

    assert ids(search(sort="title")) == [2, 1, 3]


def test_pages_of_results_neither_repeat_nor_leave_out(engine, index):
    index(*(document(number, "same title", "same body") for number in range(1, 26)))
    request, after, paged = SearchRequest("same", limit=7), None, []
    while True:
        result = engine.search(request, after, 5)
        paged += ids(result)
        after = result.after
        if after is None:
            break

    assert sorted(paged) == list(range(1, 26))


@pytest.mark.parametrize("sort", ["relevance", "title", "-date"])
def test_an_index_that_moves_between_pages_is_reported_or_makes_no_difference(engine, index, sort):
    """Elasticsearch reads on from one point in time; tantivy says that it moved."""
    index(*(document(number, f"same title {number:02}", "same body") for number in range(1, 26)))
    request, after, paged, reported = SearchRequest("same", limit=5, sort=sort), None, [], False
    for number in range(5):
        result = engine.search(request, after, 5)
        paged += ids(result)
        after, reported = result.after, reported or result.moved
        if number == 1:
            more = [document(100 + n, f"a same title {n:02}", "same same") for n in range(9)]
            engine.live().write(more, [1, 2, 24, 25], version=2, place="moved")

    assert reported or sorted(paged) == list(range(1, 26))
    assert reported == (engine.name == "embedded")


@pytest.mark.parametrize("engine", ["elasticsearch"], indirect=True)
def test_a_point_in_time_that_has_expired_is_opened_again_and_reported(engine, index):
    index(*(document(number, "same title", "same body") for number in range(1, 16)))
    request = SearchRequest("same", limit=5)
    second = engine.search(request, engine.search(request, None, 5).after, 5)
    engine.client.close_point_in_time(id=second.after["pit"])
    third = engine.search(request, second.after, 5)

    assert len(ids(third)) == 5
    assert not set(ids(third)) & set(ids(second))
    assert third.moved


def test_a_misspelling_is_answered_with_a_spelling_that_has_hits(index):
    assert index(PEACE)("treety").suggestion == "treaty"


def test_no_spelling_is_suggested_where_none_would_help(index):
    assert index(PEACE, TRADE)("xqzzv").suggestion is None


def test_a_page_under_maintenance_is_found_by_its_title_only(index):
    search = index(document(1, "Treaty", state="maintenance"))

    assert ids(search("treaty")) == [1]
    assert search("treaty").hits[0].highlights.body == ()


@pytest.mark.parametrize("match", ["any", "all"])
def test_a_pasted_paragraph_is_a_good_query(index, match):
    paragraph = "treaty " + " ".join(f"ab{number}" for number in range(400))
    search = index(document(1, "Long", paragraph), document(2, "Other", "something else"))

    assert ids(search(paragraph, match=match)) == [1]
