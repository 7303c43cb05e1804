"""The advanced form and the query language, each written in the other."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from search.fields import search_fields
from search.query import parse, print_query
from search.query.limits import MAX_OPERATORS
from search.query.tree import And, Bag, Near, Occur, Or, Phrase, Scoped, Word
from search.request.form import (
    AdvancedForm,
    form_of,
    in_one_text,
    read_form,
    request_of,
    write_form,
)
from search.request.search_request import SearchRequest
from tests.unit.search.query.strategies import queries

EXAMPLES = [
    ("", AdvancedForm()),
    ("peace", AdvancedForm(all="peace")),
    ("+peace +security", AdvancedForm(all="peace security")),
    ('"regional peace"', AdvancedForm(phrase="regional peace")),
    ("aims purposes", AdvancedForm(any="aims purposes")),
    ("-draft", AdvancedForm(none="draft")),
    ("title:(+peace +security)", AdvancedForm(all="peace security", where="title")),
    ("title:peace", AdvancedForm(all="peace", where="title")),
    ("type:home.ContentPage", AdvancedForm(values={"type": ("home.ContentPage",)})),
    ("topic:(trade OR energy)", AdvancedForm(values={"topic": ("trade", "energy")})),
    ('organ:"ASEAN Secretariat"', AdvancedForm(values={"organ": ("ASEAN Secretariat",)})),
    ("date:2020..2024", AdvancedForm(date_from=date(2020, 1, 1), date_to=date(2024, 12, 31))),
    ("date:2024-02", AdvancedForm(date_from=date(2024, 2, 1), date_to=date(2024, 2, 29))),
    ("date:2024-05-03..", AdvancedForm(date_from=date(2024, 5, 3))),
    (
        'title:(+peace +econom* AND "the region" AND aims purposes AND -draft -"old text") '
        "AND type:home.ContentPage AND locale:(en OR id) AND date:..2024",
        AdvancedForm(
            all="peace econom*",
            phrase="the region",
            any="aims purposes",
            none='draft "old text"',
            where="title",
            date_to=date(2024, 12, 31),
            values={"type": ("home.ContentPage",), "locale": ("en", "id")},
        ),
    ),
]


@pytest.mark.parametrize(("text", "form"), EXAMPLES)
def test_a_form_is_written_and_read_back(text, form):
    assert write_form(form) == text
    assert read_form(parse(text).tree) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("peace AND security", AdvancedForm(all="peace security")),
        ("peace -war", AdvancedForm(all="peace", none="war")),
        ("peace OR security", AdvancedForm(any="peace security")),
        ("peace type:x", AdvancedForm(all="peace", values={"type": ("x",)})),
        ("type:x type:y peace", AdvancedForm(all="peace", values={"type": ("x", "y")})),
        ("topic:(trade energy)", AdvancedForm(values={"topic": ("trade", "energy")})),
        ('"a b" AND "c d"', AdvancedForm(all='"a b"', phrase="c d")),
        ("+peace title:trade -x", None),
        ("peace NEAR/3 security", None),
        ("(a OR b) AND (c OR d)", None),
        ("a OR b OR c OR d", None),
        ("type:x AND type:y", None),
        ("type:x OR peace", None),
        ("+type:x peace", None),
        ("-(a AND b)", None),
        ("title:(a b) AND c", None),
        ("date:2020 AND date:2021", None),
        ("date:(2020 OR 2022)", None),
        ("type:(x NOT y)", None),
    ],
)
def test_a_query_is_read_as_an_equivalent_form_or_none(text, form):
    assert read_form(parse(text).tree) == form


words = st.sampled_from(["peace", "security", "aims", "econom*", "w?rd", "aims~", '"old text"'])
boxes = st.lists(words, unique=True, max_size=3).map(" ".join)
names = st.sampled_from(["home.ContentPage", "trade", "Peace & Security", "zh-hans", "Hội đồng"])
values = st.lists(names, unique=True, min_size=1, max_size=2).map(tuple)
forms = st.builds(
    AdvancedForm,
    all=boxes,
    phrase=st.sampled_from(["", "the region", "what we do"]),
    any=boxes,
    none=boxes,
    where=st.sampled_from(["anywhere", "title"]),
    values=st.dictionaries(st.sampled_from(search_fields().filters), values, max_size=4),
    date_from=st.none() | st.dates(max_value=date(2000, 1, 1)),
    date_to=st.none() | st.dates(min_value=date(2000, 1, 1)),
)


@given(forms)
def test_any_form_is_read_back_as_one_that_writes_the_same(form):
    text = write_form(form)
    parsed = parse(text)
    assume(parsed.operators <= MAX_OPERATORS)
    again = read_form(parsed.tree)

    assert parsed.warnings == ()
    assert again is not None
    assert print_query(parsed.tree) == text
    assert read_form(parse(write_form(again)).tree) == again
    assert replace(again, all="", phrase="", any="", where="anywhere") == replace(
        form, all="", phrase="", any="", where="anywhere"
    )


VOCABULARY = [Word("a"), Word("b"), Word("c"), Phrase("a b")]
SIGNS = ["a", "b", "c", '"a b"', "+a", "-b", "(", ")", "AND", "OR", "NOT", "type:x", "type:y"]
PAGES = [
    (frozenset(word for bit, word in enumerate(VOCABULARY) if number >> bit & 1), kind)
    for number in range(2 ** len(VOCABULARY))
    for kind in ("x", "y", "z")
]


@given(st.lists(st.sampled_from(SIGNS), max_size=7).map(" ".join))
@settings(max_examples=400)
def test_the_form_of_a_query_finds_the_same_pages(text):
    tree = parse(text).tree
    form = read_form(tree)
    assume(form is not None)
    again = parse(write_form(form)).tree

    assert [found(again, page) for page in PAGES] == [found(tree, page) for page in PAGES]


def found(node, page):
    """Return whether the page is found, by the description of the language."""
    match node:
        case None:
            return True
        case And(nodes):
            return all(found(each, page) for each in nodes)
        case Or(nodes):
            return any(found(each, page) for each in nodes)
        case Scoped("type", inner):
            return is_type(inner, page)
        case Bag(clauses):
            by_occur = {occur: [] for occur in Occur}
            chosen = []
            for clause in clauses:
                is_value = isinstance(clause.node, Scoped) and clause.occur is Occur.SHOULD
                (chosen if is_value else by_occur[clause.occur]).append(found(clause.node, page))
            should = by_occur[Occur.SHOULD]
            assume(len(should) <= 3)
            return (
                all(by_occur[Occur.MUST])
                and not any(by_occur[Occur.MUST_NOT])
                and (any(chosen) or not chosen)
                and (any(should) or not should or bool(by_occur[Occur.MUST]))
            )
    return node in page[0]


def is_type(node, page):
    match node:
        case Or(nodes):
            return any(is_type(each, page) for each in nodes)
        case And(nodes):
            return all(is_type(each, page) for each in nodes)
        case Bag(clauses):
            typed = Bag(tuple(replace(each, node=Scoped("type", each.node)) for each in clauses))
            return found(typed, page)
        case Scoped(_, inner):
            return is_type(inner, page)
    return node.text == page[1]


@given(st.text() | queries)
@settings(max_examples=200)
def test_reading_any_query_is_stable(text):
    form = read_form(parse(text).tree)

    if form and not (parsed := parse(write_form(form))).warnings:
        assert read_form(parsed.tree) == form


def test_a_request_is_the_form_of_its_words_and_filters():
    request = SearchRequest(
        "peace", none="draft", date_from=date(2024, 1, 1), filters={"type": ("x",)}
    )

    form = AdvancedForm(
        all="peace", none="draft", date_from=date(2024, 1, 1), values={"type": ("x",)}
    )
    assert form_of(request) == form
    assert request_of(form, request) == SearchRequest(
        "peace AND -draft", date_from=date(2024, 1, 1), filters={"type": ("x",)}
    )


def test_a_filter_in_words_and_another_beside_them_have_no_form():
    assert form_of(SearchRequest("peace type:y", filters={"type": ("x",)})) is None
    assert form_of(SearchRequest("date:2024", date_to=date(2025, 1, 1))) is None


def test_a_sent_form_becomes_one_text():
    sent = SearchRequest(
        "a b", match="all", none="c d", sort="title", filters={"topic": ("trade",)}
    )

    expected = SearchRequest("+a +b AND -c -d", sort="title", filters={"topic": ("trade",)})
    assert in_one_text(sent) == expected
    assert in_one_text(sent, "title").text == "title:(+a +b AND -c -d)"


def test_a_text_over_the_limits_stays_in_its_boxes():
    sent = SearchRequest(all=" ".join(f"w{number}" for number in range(40)))

    assert in_one_text(sent) == sent


def test_near_is_no_term_of_a_box():
    assert read_form(Near(Word("a"), Word("b"), 3)) is None
