"""Pages in the preferred language come first among equal matches, for each engine."""

from dataclasses import replace

import pytest

from search.document import SearchDocument
from search.request.search_request import SearchRequest

LIMIT = 20


def document(number, locale, title="", body="", **more):
    return SearchDocument(
        number, "home.ContentPage", title, f"/{number}/", locale, body=body, **more
    )


def ids(result):
    return [hit.document.id for hit in result.hits]


@pytest.fixture
def indexed(engine):
    """Fill the index, and return a function that returns the ids of all results, page by page."""

    def fill(*documents):
        generation = engine.begin()
        generation.fill(documents)
        generation.write([], [], version=1, place="place")
        engine.swap(generation)

        def search(text, **options):
            request, after, pages = SearchRequest(text, limit=LIMIT, **options), None, []
            while True:
                result = engine.search(request, after, 5)
                pages += ids(result)
                if after := result.after:
                    request = replace(request, cursor="following")
                    continue
                return pages

        return search

    return fill


def test_the_preferred_language_comes_first_on_all_pages_of_results(indexed):
    others = [document(n, "en", f"ASEAN {n}", "ASEAN " * n) for n in range(1, 151)]
    thai = [document(n, "th", f"อาเซียน {n}", f"{'word ' * n} ASEAN") for n in range(201, 241)]
    search = indexed(*others, *thai)

    pages = search("ASEAN", prefer_locale="th")

    assert {*pages[:40]} == {each.id for each in thai}
    assert {*pages} == {*search("ASEAN")}
    assert len(pages) == 190
    assert {*search("ASEAN")[:40]} <= {each.id for each in others}


def test_better_matches_in_other_languages_stay_first(indexed):
    search = indexed(
        document(1, "en", "Treaty of Amity", "A text."),
        document(2, "en", "Text", "The treaty of amity."),
        document(3, "en", "Note", "Amity, and then a treaty."),
        document(4, "th", "สนธิสัญญา", "treaty of"),
        document(5, "en", "Other", "treaty treaty treaty"),
    )

    pages = search("treaty of amity", prefer_locale="th")

    assert pages.index(1) == 0
    assert [*pages[:3]].count(4) == 0
    assert pages.index(4) < pages.index(5)


def test_a_question_in_another_language_keeps_its_answers_first(indexed):
    question = "settle disputes between member states peacefully"
    search = indexed(
        *(document(n, "en", f"Answer {n}", f"{question} mediation") for n in range(1, 6)),
        *(document(n, "th", f"หน้า {n}", "member states disputes") for n in range(6, 11)),
    )

    assert {*search(question, prefer_locale="th")[:5]} == {1, 2, 3, 4, 5}


def test_near_ties_of_a_question_are_decided_by_the_language(indexed):
    text = "negara anggota perjanjian kerja sama"
    other_words = {"id": "kualitas universitas apotek", "ms": "kualiti universiti farmasi"}
    search = indexed(
        *(
            document(n, locale, "Teks", f"{text} {other_words[locale] * 3}")
            for n in range(1, 31)
            for locale in ["id" if n % 2 else "ms"]
        )
    )

    assert not any(n % 2 for n in search(text, prefer_locale="ms")[:15])
    assert all(n % 2 for n in search(text, prefer_locale="id")[:15])


def test_filters_and_other_orders_hold(indexed):
    search = indexed(
        document(1, "en", "B", "treaty"), document(2, "th", "A", "treaty"), document(3, "en", "C")
    )

    assert search("treaty", prefer_locale="th", filters={"locale": ("en",)}) == [1]
    assert search("treaty", prefer_locale="en", sort="title") == [2, 1]
    assert search("", prefer_locale="th")[0] == 2


def test_meaning_reorders_each_language_by_itself(indexed):
    search = indexed(
        *(document(n, "en" if n > 5 else "th", f"{n}", "treaty " + "x " * n) for n in range(1, 11))
    )

    def similarity(pages):
        return [n / 10 for n in pages]

    pages = search("treaty", prefer_locale="th", similarity=similarity)

    assert {*pages[:5]} == {1, 2, 3, 4, 5}
    assert pages != search("treaty", prefer_locale="th")


def test_fallback_languages_come_next(indexed):
    search = indexed(
        document(1, "vi", "Vi", "treaty treaty treaty"),
        document(2, "en", "En", "treaty treaty " + "x " * 5),
        document(3, "id", "Id", "treaty " + "x " * 9),
        document(4, "ms", "Ms", "treaty " + "x " * 20),
    )

    preferred = {"prefer_locale": "ms", "fallback_locales": ("id", "en")}

    assert search("treaty", **preferred) == [4, 3, 2, 1]
    assert search("treaty")[-1] == 4
