"""The order of the first results: the same for each engine."""

from datetime import date, timedelta

import pytest

from search.document import SearchDocument
from search.request.search_request import SearchRequest

QUESTION = "settle disputes between member states peacefully"


def document(number, title="", body="", **more):
    more = {"type": "home.ContentPage", "path": f"/{number}/", "locale": "en"} | more
    return SearchDocument(id=number, title=title, body=body, **more)


def ids(result):
    return [hit.document.id for hit in result.hits]


def test_a_page_whose_title_is_the_query_comes_first(index):
    search = index(
        document(1, "Charter of the Charter", "charter charter charter"),
        document(2, "Chartered charter", "The charter is a charter."),
        document(3, "Charter", "A text about something else, of many other words."),
    )

    assert ids(search("charter"))[0] == 3
    assert ids(search("CHARTER"))[0] == 3


def test_a_question_that_is_a_title_finds_that_page_first(index):
    others = [document(number, f"Note {number}", f"{QUESTION} " * 3) for number in range(2, 6)]
    search = index(document(1, QUESTION.capitalize(), "Short."), *others)

    assert ids(search(QUESTION))[0] == 1


def test_a_page_like_other_good_answers_moves_up(index):
    pages = [
        document(number, f"Answer {number}", "settle disputes member states mediation council")
        for number in (1, 2, 3)
    ]
    alike = document(4, "Alike", "disputes states mediation council chair mediation council")
    alone = document(5, "Alone", "disputes states cooking recipe kitchen flour sugar")
    search = index(*pages, alone, alike)

    result = search(QUESTION)

    assert ids(result).index(4) < ids(result).index(5)
    assert set(ids(result)) == {1, 2, 3, 4, 5}


def test_pages_of_results_follow_each_other_through_the_pool_and_beyond(index, engine):
    pages = [
        document(number, f"Page {number}", "settle disputes member states " * (number % 7 + 1))
        for number in range(1, 181)
    ]
    search = index(*pages)
    at_once = ids(search(QUESTION, limit=100))
    paged, after = [], None

    for _ in range(15):
        result = engine.search(SearchRequest(QUESTION, limit=15), after, 5)
        paged += ids(result)
        after = result.after
        assert not result.moved
        if after is None:
            break

    assert len(paged) == len(set(paged)) == 180
    assert paged[:100] == at_once


def test_of_equal_pages_the_newer_comes_first(index):
    today = date.today()
    search = index(
        document(1, "Old", "charter", date=today - timedelta(3000)),
        document(2, "New", "charter", date=today - timedelta(3)),
        document(3, "Undated", "charter"),
    )

    assert ids(search("charter"))[0] == 2


def test_accents_that_tell_words_apart_count_more_than_letters(index):
    search = index(
        document(1, body="bạn bán bàn", locale="vi"),
        document(2, body="hội đồng", locale="vi"),
        document(3, body="hồi dong hoi dong hồi hoi dong hồi dong", locale="vi"),
    )

    assert ids(search("hội đồng")) == [2, 3]
    assert set(ids(search("hoi dong"))) == {2, 3}


@pytest.mark.parametrize(
    ("more", "query"),
    [
        ({"title": "Committee", "names": ("CPR", "Committee of Permanent Staff")}, "cpr"),
        ({"title": "Committee", "names": ("CPR", "Committee of Permanent Staff")}, "C.P.R."),
        (
            {"title": "Committee", "names": ("Committee of Permanent Staff",)},
            "committee of permanent staff",
        ),
        ({"title": "World Health Organization (WHO)"}, "who"),
        ({"title": "World Health Organization (WHO)"}, "World Health Organization"),
    ],
)
def test_a_page_of_that_name_comes_before_those_that_say_it_often(index, more, query):
    often = [
        document(number, f"All about {query}", f"{query}, {query} and {query}. " * 5)
        for number in range(2, 6)
    ]
    names = " ".join(more.get("names", ()))
    body = f"{names}\n{'A long text about something else. ' * 20}"
    search = index(*often, document(1, body=body, **more))

    assert ids(search(query))[0] == 1


def test_a_page_of_that_title_comes_before_one_of_that_name(index):
    search = index(
        document(1, "Committee", "CPR CPR CPR", names=("CPR",)),
        document(2, "CPR", "A text about something else, of many other words."),
    )

    assert ids(search("CPR")) == [2, 1]


def test_a_year_or_remark_in_the_title_is_no_name(index):
    search = index(
        document(1, "Budget (2024)", "text " * 50), document(2, "Plans", "2024, 2024 and 2024")
    )

    assert ids(search("2024"))[0] == 2


def test_results_go_on_behind_the_last_page_though_others_came_before_it(index, engine):
    def body(number):
        return f"{QUESTION} " * (20 - number) + " ".join(f"word{n}" for n in range(40 * number))

    index(*(document(n, f"Page {n}", body(n)) for n in range(1, 20)))
    first = engine.search(SearchRequest(QUESTION, limit=5), None, 5)
    newer = [document(n, f"{QUESTION} {n}", QUESTION) for n in (40, 41)]

    engine.live().write(newer, [], version=2, place="later")
    second = engine.search(SearchRequest(QUESTION, limit=100), first.after, 5)

    assert second.moved
    assert set(ids(second)) == set(range(1, 20)) - set(ids(first))


@pytest.mark.parametrize("typed", ["hoi d", "HỘI ĐỒNG", '"hội đồng*', "hoi-dong", "hội +đ"])
def test_titles_are_suggested_without_accents_and_signs(index, engine, typed):
    index(document(1, "Hội đồng", locale="vi"), document(2, "Đồng hồ", locale="vi"))

    assert [each.text for each in engine.suggest(typed, (), 5)] == ["Hội đồng"]
