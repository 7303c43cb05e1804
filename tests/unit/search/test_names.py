"""Names that people use for the values of fields."""

import pytest

from search.query import parse
from search.query.tree import Or, Scoped, Word
from search.query.warning import Code
from search.request.names import Names
from search.request.search_request import SearchRequest

NAMES = Names(
    {
        "type": {
            "home.ContentPage": ("ContentPage", "page"),
            "whatwedo.OrganPage": ("OrganPage", "organ"),
        },
        "organ": {"Committee “One”": ["CPR"], "council": [], "Council": []},
        "topic": {
            "law-of-the-sea": ("Law of the Sea",),
            "ti-ng-vi-t": ("Tiếng Việt",),
            "fa": ("法律",),
        },
        "locale": {"en": ("English",), "zh-hans": ("简体中文",)},
    }
)


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("type", "whatwedo.OrganPage", "whatwedo.OrganPage"),
        ("type", "WHATWEDO.organpage", "whatwedo.OrganPage"),
        ("type", "OrganPage", "whatwedo.OrganPage"),
        ("type", "Organ", "whatwedo.OrganPage"),
        ("organ", "committee one", "Committee “One”"),
        ("organ", "cpr", "Committee “One”"),
        ("organ", "Council", "Council"),
        ("topic", "LAW-of-the-sea", "law-of-the-sea"),
        ("topic", "law of the SEA", "law-of-the-sea"),
        ("topic", "TIẾNG việt", "ti-ng-vi-t"),
        ("topic", "法律", "fa"),
        ("locale", "english", "en"),
        ("locale", "zh-Hans", "zh-hans"),
    ],
)
def test_a_value_goes_by_all_of_its_names(field, written, value):
    request = SearchRequest(f'{field}:"{written}"').with_names(NAMES)

    assert NAMES.values_of(field, written) == (value,)
    assert request.expanded_tree == Scoped(field, Word(value))
    assert request.query.tree == parse(f'{field}:"{written}"').tree
    assert not request.query.warnings
    assert SearchRequest(filters={field: (written,)}).with_names(NAMES).filter(field) == (value,)


def test_a_name_of_several_values_finds_each():
    both = ("council", "Council")

    assert SearchRequest("organ:COUNCIL").with_names(NAMES).expanded_tree == Scoped(
        "organ", Or((Word(both[0]), Word(both[1])))
    )
    assert SearchRequest(filters={"organ": ("COUNCIL",)}).with_names(NAMES).filter("organ") == both


@pytest.mark.parametrize(
    ("search_request", "position", "parameter", "named"),
    [
        (SearchRequest("peace type:orgam"), 11, "q", "Use one of: whatwedo.OrganPage."),
        (
            SearchRequest("type:(page OR zzz)"),
            14,
            "q",
            "Use one of: home.ContentPage, whatwedo.OrganPage.",
        ),
        (SearchRequest("peace", all="topic:law-of-sea"), 6, "all", "Use one of: law-of-the-sea."),
        (SearchRequest('organ:"no such"'), 6, "q", "There is no organ “no such”."),
        (SearchRequest("locale:xx"), 7, "q", "Use one of: en, zh-hans."),
        (
            SearchRequest("peace", filters={"locale": ("xx",)}),
            0,
            "locale",
            "Use one of: en, zh-hans.",
        ),
        (
            SearchRequest(filters={"type": ("nope",)}),
            0,
            "type",
            "home.ContentPage, whatwedo.OrganPage.",
        ),
        (
            SearchRequest(filters={"organ": ("no such",)}),
            0,
            "organ",
            "There is no organ “no such”.",
        ),
        (
            SearchRequest(filters={"topic": ("law-of-sea",)}),
            0,
            "topic",
            "Use one of: law-of-the-sea.",
        ),
    ],
)
def test_an_unknown_value_stays_and_valid_values_are_reported(
    search_request, position, parameter, named
):
    [warning] = search_request.with_names(NAMES).with_names(NAMES).query.warnings

    assert (warning.code, warning.position, warning.parameter) == (
        Code.UNKNOWN_VALUE,
        position,
        parameter,
    )
    assert warning.message.endswith(named)


def test_words_of_other_fields_and_chosen_values_are_left_as_they_are():
    request = SearchRequest(
        "organ title:organ (organ date:2020)", filters={"type": ("Organ",)}
    ).with_names(NAMES)

    assert request.expanded_tree == request.query.tree
    assert request.filter("type") == ("whatwedo.OrganPage",)
    assert not request.query.warnings
