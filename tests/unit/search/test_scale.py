"""No text of a visitor or an editor costs more than its length: four times as much, not sixteen."""

from collections.abc import Callable
from time import process_time
from timeit import repeat

import pytest

from search.insight.privacy import anonymize
from search.query import parse, print_query
from search.query.explanation import explain
from search.query.tokens import clean, tokens
from search.request.form import form_of
from search.request.names import Names
from search.request.search_request import SearchRequest
from search.request.thesaurus import Rule, Thesaurus, term_key
from search.steering.patterns import is_match
from search.text.highlight import fragments, highlight
from search.text.highlight_terms import HighlightTerms
from search.text.words import segments, words

SHORT, TIMES, MAX_GROWTH = 5_000, 4, 10
UNITS = [
    *("a", "a ", "ab ", "กา", "书", "a+书", "𠀀", "\u0301", "\u200b", "_", " ", "1", "1-", "1~"),
    *('"', "‘", "‘a", "a'", "(", "..", "…", ">", "<a ", "~", "a~", "?", "a? ", "+", ":", "a:", "@"),
    *("OR ", "a NEAR/3 ", "type:a ", 'topic:"a" ', "of the ", "* ", "-"),
]
MARKS = HighlightTerms(frozenset({"a"}), frozenset({"ab"}), ("abc",), (), (("abcd", 1),))
UNBOUNDED: dict[str, Callable[[str], object]] = {
    "words": words,
    "segments": segments,
    "tokens": lambda text: list(tokens(clean(text))),
    "key": lambda text: term_key(text, ""),
    "anonymize": anonymize,
    "highlight": lambda text: highlight(text, "en", MARKS),
    "fragments": lambda text: fragments(text, "en", MARKS),
    "text of a pattern": lambda text: is_match("* a * a * b", text),
    "pattern": lambda text: is_match(text, "a b a b a b a b a b"),
}
NAMES = Names({"topic": {f"topic-{number}": ("a",) for number in range(50)}})
THESAURUS = Thesaurus([Rule(("a", "b c"), locale) for locale in ("", "en", "th")])
BOUNDED: dict[str, Callable[[str], object]] = {
    "parse": lambda text: explain(parse(print_query(parse(text).tree)).tree),
    "form": lambda text: form_of(SearchRequest(text)),
    "meaning": lambda text: (
        SearchRequest(text).with_names(NAMES).with_rules(THESAURUS, frozenset()).expanded_tree
    ),
}
"""Texts of queries are cut at 2,000 characters, so these have a limit in seconds."""


def seconds(step: Callable[[str], object], text: str) -> float:
    """Return the least of three times, in seconds of this process, without garbage collection."""
    return min(repeat(lambda: step(text), timer=process_time, repeat=3, number=1))


def is_proportional(step: Callable[[str], object], text: str) -> bool:
    """Return whether the work for a longer text is in proportion.

    Measured up to three times: a busy machine may slow one measurement, but quadratic work fails
    each of them.
    """
    return any(
        (longer := seconds(step, text * TIMES)) < 0.05 or longer < MAX_GROWTH * seconds(step, text)
        for _ in range(3)
    )


@pytest.mark.parametrize("name", UNBOUNDED)
def test_work_grows_with_the_length_of_a_text(name):
    for unit in UNITS:
        assert is_proportional(UNBOUNDED[name], unit * (SHORT // len(unit))), unit


@pytest.mark.parametrize("name", BOUNDED)
def test_a_query_of_any_length_is_read_in_no_time(name):
    for unit in UNITS:
        assert seconds(BOUNDED[name], unit * SHORT) < 1.5, unit
