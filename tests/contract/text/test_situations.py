"""Situations that visitors of other search systems reported as bugs, on both engines."""

import pytest

from search.document import SearchDocument
from search.request.thesaurus import Rule, Thesaurus
from search.text.forms import languages_in_use
from search.text.languages import LANGUAGES
from tests.contract.conftest import fill
from tests.contract.text.situations import FOUND

OTHERS = (
    ("en", "Other", "Vitamin A keeps the eyes healthy, and gross margins rise."),
    ("th", "อื่น", "ข้อความอื่นที่ไม่เกี่ยวข้อง"),
)


def page(number, body, locale="en", title="A page", **more):
    return SearchDocument(
        id=number,
        type="home.ContentPage",
        title=title,
        path=f"/{number}/",
        locale=locale,
        body=body,
        **more,
    )


def ids(result):
    return [hit.document.id for hit in result.hits]


@pytest.fixture(scope="module")
def search_situation(module_engine):
    """Yield a function that searches the page of a situation and the other pages.

    All situations are in one index; a topic filters the page of one of them.
    """
    pages = [
        page(number, body, locale, topics=(f"situation-{number}",))
        for number, (locale, body, _) in enumerate(FOUND.values(), start=1)
    ]
    others = [
        page(number, body, locale, title, topics=("other",))
        for number, (locale, title, body) in enumerate(OTHERS, start=len(pages) + 1)
    ]
    search = fill(module_engine, [*pages, *others])
    numbers = {name: number for number, name in enumerate(FOUND, start=1)}

    def search_situation(name):
        number = numbers[name]
        return number, search(FOUND[name][2], topic=(f"situation-{number}", "other"))

    with languages_in_use(LANGUAGES):
        yield search_situation


@pytest.mark.parametrize("name", FOUND)
def test_it_is_found(search_situation, name):
    page_id, result = search_situation(name)

    assert ids(result)[:1] == [page_id]


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_marked(search_situation, name):
    _, result = search_situation(name)

    [excerpt, *_] = result.hits[0].highlights.body

    assert "<mark>" in excerpt


@pytest.mark.parametrize(
    ("better", "worse", "query"),
    [
        ("Programming in C++ for all", "Vitamin C, C and C again", "C++"),
        ("Programming in C# for all", "Vitamin C, C and C again", "C#"),
        ("The .NET framework", "Net income, net worth, net", ".NET"),
        ("The G20 summit", "The G-20 summit", "G20"),
        ("The G-20 summit", "The G20 summit", "G-20"),
        ("Free Wi-Fi here", "Free wifi here", "Wi-Fi"),
        ("Free wifi here", "Free Wi-Fi here", "wifi"),
        ("The U.N. here", "The UN here", "U.N."),
    ],
)
def test_what_is_written_alike_comes_first(index, better, worse, query):
    search = index(page(1, worse), page(2, better))

    assert ids(search(query))[0] == 2


@pytest.mark.parametrize("query", ['"oil cocoa"', '"oil cocoa"~3', "oil NEAR/3 cocoa"])
@pytest.mark.parametrize("body", ["palm oil\ncocoa butter", "A heading on oil\nCocoa is sweet."])
def test_phrases_do_not_cross_blocks(index, body, query):
    assert ids(index(page(1, body))(query)) == []


def test_phrases_cross_the_lines_of_a_file(index):
    search = index(page(1, "x", attached="all about palm\noil and cocoa"))

    assert ids(search('"palm oil"')) == [1]


@pytest.mark.parametrize("query", ["🐠", "...", "-", "?!", "()", '""', "•"])
def test_what_holds_no_word_finds_nothing_and_says_so(index, query):
    from search.request.search_request import SearchRequest

    assert index(page(1, "Some words"))(query).total == 0
    codes = [str(each.code) for each in SearchRequest(query).query.warnings]
    assert "nothing_to_search" in codes


def test_a_page_with_the_short_form_comes_before_those_with_a_synonym(index):
    rule = Rule(("MoU", "memorandum of understanding"))
    search = index(
        page(1, "memorandum of understanding, a memorandum of understanding"),
        page(2, "Among much else that was said and done in these days, the MoU was signed."),
        page(3, "nothing of it"),
    )

    assert ids(search("MoU", thesaurus=Thesaurus([rule]))) == [2, 1]


def test_a_name_with_an_apostrophe_is_no_misspelling(index):
    search = index(page(1, "Mr O’Brien kept it brief"))

    assert search("Brien").suggestion is None


def test_a_year_with_a_minus_is_excluded(index):
    search = index(page(1, "the charter of 2007"), page(2, "the charter of 2008"))

    assert ids(search("charter -2007")) == [2]


@pytest.mark.parametrize("field", ["body", "attached"])
def test_a_word_at_the_end_of_a_long_text_has_an_excerpt_around_it(index, field):
    text = "Much is said here. " * 1500 + "The zebra is last."
    [hit] = index(page(1, **{"body": "x", field: text}))("zebra").hits

    assert any("<mark>zebra</mark>" in each for each in hit.highlights.body)


def test_the_cells_of_an_excerpt_do_not_run_together(index):
    [hit] = index(page(1, "Country\nCapital\nLaos\nVientiane"))("Laos").hits

    assert hit.highlights.body == ("Country · Capital · <mark>Laos</mark> · Vientiane",)
