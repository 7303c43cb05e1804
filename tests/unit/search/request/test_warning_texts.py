"""Each warning of a query is a text of the interface, in the active language."""

import pytest

from search import interface
from search.query.warning import Code
from search.request.names import Names
from search.request.search_request import SearchRequest

QUERIES = {
    Code.TOO_LONG: "a " * 1001,
    Code.TOO_MANY_OPERATORS: "a OR " * 40 + "a",
    Code.TOO_DEEP: "((((((a))))))",
    Code.UNCLOSED_QUOTE: '"a',
    Code.UNCLOSED_PARENTHESIS: "(a",
    Code.UNOPENED_PARENTHESIS: "a)",
    Code.EMPTY_GROUP: "a ()",
    Code.MISSING_OPERAND: "a AND",
    Code.UNKNOWN_FIELD: "colour:red",
    Code.UNKNOWN_VALUE: "type:parliament",
    Code.FIELD_WITHOUT_TERM: "title:",
    Code.NOTHING_TO_SEARCH: "!!!",
    Code.EMPTY_PHRASE: '""',
    Code.NEAR_WITHOUT_DISTANCE: "a NEAR b",
    Code.SHORT_PREFIX: "a*",
    Code.MISPLACED_WILDCARD: "*abc",
    Code.MISPLACED_RANGE: "a..b",
    Code.REVERSED_RANGE: "date:2024..2020",
    Code.IMPOSSIBLE_DATE: "date:soon",
    Code.DISTANCE_TOO_LARGE: "a NEAR/99 b",
}


@pytest.fixture(autouse=True)
def translated(monkeypatch):
    """Mark the texts that are translated, and the numbers."""
    translations = interface._translations
    monkeypatch.setattr(translations, "gettext", lambda text: f"«{text}»")
    monkeypatch.setattr(translations, "ngettext", lambda singular, plural, count: f"«{plural}»")
    monkeypatch.setattr(translations, "number", lambda value: f"{value}!")


@pytest.mark.parametrize("code", Code)
def test_the_text_of_a_warning_is_translated(code):
    request = SearchRequest(text=QUERIES[code]).with_names(
        Names({"type": {"home.ContentPage": ()}})
    )

    messages = {warning.code: warning.message for warning in request.query.warnings}

    assert messages[code].startswith("«")


def test_the_length_is_a_number_of_the_language():
    [warning] = SearchRequest(text="a" * 3000).query.warnings

    assert "2000!" in warning.message
