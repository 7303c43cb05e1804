"""Synonyms and hidden pages: judged before and after, the same on each engine."""

import ir_measures
import pytest
from ir_measures import Qrel, ScoredDoc, nDCG

from search.request.search_request import SearchRequest
from search.request.thesaurus import Rule, Thesaurus
from tests.contract.test_matching import document, ids

FULL = document(
    1,
    "Committee of Permanent Representatives",
    "The committee of permanent representatives meets in Jakarta.",
)
SHORT = document(2, "CPR at work", "The CPR prepares what the council decides.")
PARTS = document(
    3, "Representatives", "A committee of some representatives, none of them permanent."
)
OTHER = document(4, "Rescue", "First aid, and other things to learn.")
PAGES = (FULL, SHORT, PARTS, OTHER)
COMMITTEE_RULES = [Rule(("CPR", "Committee of Permanent Representatives"))]
COMMITTEE = Thesaurus(COMMITTEE_RULES)

JUDGED = [
    *(Qrel("cpr", page, gain) for page, gain in (("1", 3), ("2", 3), ("3", 1))),
    *(
        Qrel("committee of permanent representatives", page, gain)
        for page, gain in (("1", 3), ("2", 3), ("3", 1))
    ),
]


def measured(search, thesaurus: Thesaurus) -> float:
    """Mean nDCG@10 of the judged queries."""
    run = [
        ScoredDoc(query, str(page), 1 / place)
        for query in {each.query_id for each in JUDGED}
        for place, page in enumerate(ids(search(query, thesaurus=thesaurus)), 1)
    ]
    return ir_measures.calc_aggregate([nDCG @ 10], JUDGED, run)[nDCG @ 10]


def test_synonyms_make_the_answers_better(index):
    search = index(*PAGES)

    before, after = measured(search, Thesaurus()), measured(search, COMMITTEE)

    assert after > 0.9
    assert after > before + 0.1


def test_the_word_of_the_query_comes_before_its_synonym(index):
    search = index(document(1, "A", "the panel met"), document(2, "B", "the board met"))
    thesaurus = Thesaurus([Rule(("panel", "board"))])

    assert ids(search("panel", thesaurus=thesaurus)) == [1, 2]
    assert ids(search("board", thesaurus=thesaurus)) == [2, 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cpr", {1, 2}),
        ('"cpr"', {2}),
        ("committee of permanent representatives", {1, 2, 3}),
        ("+committee +permanent +representatives", {1, 2, 3}),
        ('"committee of permanent representatives"', {1}),
        ("cpr AND jakarta", {1}),
        ("title:cpr", {1, 2}),
        ("jakarta -cpr", {1}),
    ],
)
def test_synonyms_match_where_plain_words_do(index, query, expected):
    assert set(ids(index(*PAGES)(query, thesaurus=COMMITTEE))) == expected


def test_a_synonym_of_a_language_matches_its_pages_only(index):
    search = index(
        document(1, "A", "bangsa", locale="id"),
        document(2, "B", "bangsa", locale="ms"),
        document(3, "C", "negara", locale="ms"),
    )

    thesaurus = Thesaurus([Rule(("negara", "bangsa"), "id")])

    assert set(ids(search("negara", thesaurus=thesaurus))) == {1, 3}


@pytest.mark.parametrize(
    ("query", "rule"),
    [("秘书处", ("秘书处", "总部")), ("สำนักงาน", ("สำนักงาน", "ที่ทำการ"))],
)
def test_synonyms_without_spaces(index, query, rule):
    search = index(document(1, "A", f"x {rule[1]} y", locale="th"), document(2, "B", "else"))

    assert ids(search(query, thesaurus=Thesaurus([Rule(rule)]))) == [1]


def test_matches_of_synonyms_are_marked(index):
    result = index(*PAGES)("cpr", thesaurus=COMMITTEE)

    titles = {hit.document.id: hit.highlights.title[0] for hit in result.hits}
    assert "<mark>Committee</mark>" in titles[1]
    assert "<mark>CPR</mark>" in titles[2]


def test_a_word_that_only_synonyms_know_is_not_respelled(index):
    search = index(document(1, "Shop", "a shop"), document(2, "Committee", "the board"))
    thesaurus = Thesaurus([Rule(("shoop", "board"))])

    assert search("shoop").suggestion == "shop"
    assert search("shoop", thesaurus=thesaurus).suggestion is None


def test_another_spelling_may_lead_to_a_synonym(index):
    search = index(document(1, "Committee", "the board of all"))
    thesaurus = Thesaurus([Rule(("coreper", "board"))])

    assert search("corepre", thesaurus=thesaurus).suggestion == "coreper"


def test_hidden_pages_are_in_no_hit_total_or_facet(index):
    search = index(
        document(1, "A", "peace", topics=("law",)), document(2, "B", "peace", topics=("trade",))
    )

    result = search("peace", hidden=frozenset({2, 77}), facets=(("topic", 9),))

    assert ids(result) == [1]
    assert result.total == 1
    assert [(each.value, each.count) for each in result.facets["topic"]] == [("law", 1)]


def test_many_synonyms_are_answered_in_time(index):
    search = index(*PAGES)
    rules = [Rule((f"w{n}", *(f"one{n} two{n} three{m}" for m in range(19)))) for n in range(30)]
    text = " ".join(f"w{n}" for n in range(30))

    result = search(f"+cpr {text}", thesaurus=Thesaurus([*rules, *COMMITTEE_RULES]))

    assert set(ids(result)) == {1, 2}
    assert not result.partial


def test_a_request_keeps_its_cursor_when_rules_change():
    plain = SearchRequest("cpr")

    steered = SearchRequest("cpr", thesaurus=COMMITTEE, hidden=frozenset({1}))

    assert plain.fingerprint() == steered.fingerprint()
