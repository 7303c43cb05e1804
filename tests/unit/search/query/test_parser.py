"""The query language, by example."""

import pytest

from search.query import parse
from search.query.tree import (
    And,
    Bag,
    Clause,
    Fuzzy,
    Near,
    Occur,
    Or,
    Phrase,
    Prefix,
    Range,
    Scoped,
    Wildcard,
    Word,
)

A, B, C = Word("a"), Word("b"), Word("c")


def should(*nodes):
    return Bag(tuple(Clause(Occur.SHOULD, node) for node in nodes))


def bag(*clauses):
    return Bag(tuple(Clause(occur, node) for occur, node in clauses))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("   ", None),
        ("a", A),
        ("a b", should(A, B)),
        ("a OR b c", Or((A, should(B, C)))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("a or b and c", should(A, Word("or"), B, Word("and"), C)),
        ("(a OR b) AND c", And((Or((A, B)), C))),
        ("a (b c)", should(A, should(B, C))),
        ("((a))", A),
        ("+a -b", bag((Occur.MUST, A), (Occur.MUST_NOT, B))),
        ("a NOT b", bag((Occur.SHOULD, A), (Occur.MUST_NOT, B))),
        ("-a", bag((Occur.MUST_NOT, A))),
        ("-(a b)", bag((Occur.MUST_NOT, should(A, B)))),
        ('"a b"', Phrase("a b")),
        ("“a b”", Phrase("a b")),
        ("„a b“", Phrase("a b")),
        ("«a b»", Phrase("a b")),
        ("‘a b’", Phrase("a b")),
        ("‘a don’t’", Phrase("a don’t")),
        ("-‘a b’", bag((Occur.MUST_NOT, Phrase("a b")))),
        ("「a b」", Phrase("a b")),
        ("《东盟宪章》", Phrase("东盟宪章")),
        ('"a b"~3', Phrase("a b", 3)),
        ('-"a b"', bag((Occur.MUST_NOT, Phrase("a b")))),
        ("econom*", Prefix("econom")),
        ("econom*.", Prefix("econom")),
        ("wom?n", Wildcard("wom?n")),
        ("w??d", Wildcard("w??d")),
        ("wom?n?", Wildcard("wom?n")),
        ("wom?n-led", Wildcard("wom?n-led")),
        ("什么?", Word("什么")),
        ("what is it?", should(Word("what"), Word("is"), Word("it"))),
        ("secretery~", Fuzzy("secretery")),
        ("secretery~1", Fuzzy("secretery")),
        ("peace NEAR/5 security", Near(Word("peace"), Word("security"), 5)),
        ('peace NEAR/5 "the region"', Near(Word("peace"), Phrase("the region"), 5)),
        ("title:a", Scoped("title", A)),
        ("Title:a", Scoped("title", A)),
        ('title:"a b"', Scoped("title", Phrase("a b"))),
        ("title:(a OR b)", Scoped("title", Or((A, B)))),
        ("title:-a", bag((Occur.MUST_NOT, Scoped("title", A)))),
        ("-title:a", bag((Occur.MUST_NOT, Scoped("title", A)))),
        ("title:a NEAR/2 b", Scoped("title", Near(A, B, 2))),
        ("type:whatwedo.OrganPage", Scoped("type", Word("whatwedo.OrganPage"))),
        ("date:2024", Scoped("date", Range("2024", "2024"))),
        ("date:2020..2024-05", Scoped("date", Range("2020", "2024-05"))),
        ("date:2020…2024", Scoped("date", Range("2020", "2024"))),
        ("date:2020-2024", Scoped("date", Range("2020", "2024"))),
        ("date:..2024", Scoped("date", Range(None, "2024"))),
        ("date:>=2024-05", Scoped("date", Range("2024-05", None))),
        ("date:>2024", Scoped("date", Range("2025-01-01", None))),
        ("date:<2024", Scoped("date", Range(None, "2023-12-31"))),
        ("2020..2024", Scoped("date", Range("2020", "2024"))),
        ("date:(2020 OR 2022)", Scoped("date", Or((Range("2020", "2020"), Range("2022", "2022"))))),
        ("Secretary-General", Word("Secretary-General")),
        ("AT&T don’t", should(Word("AT&T"), Word("don’t"))),
        ("C++ (draft)", should(Word("C++"), Word("draft"))),
        ("a - b & c", should(A, B, C)),
        ("（a OR b） c", should(Or((A, B)), C)),
        ("co\u00adoperation", Word("cooperation")),
        ("Hawai‘i ‘90s", should(Word("Hawai‘i"), Word("90s"))),
        ("https://a.org/b?c=1", should(Word("https"), Word("a.org/b-c=1"))),
        ("std::vector", should(Word("std"), Word("vector"))),
        ("Note: a", should(Word("Note"), A)),
        ("+ a - * ~ ?", A),
        ("a\ufffdb wait...a <p>b</p>", should(A, B, Word("wait-a"), Word("p>b-p"))),
        ("at 10:30", should(Word("at"), Word("10"), Word("30"))),
        ("ฝ่าย บริหาร", should(Word("ฝ่าย"), Word("บริหาร"))),
        ("秘书处。", Word("秘书处")),
    ],
)
def test_is_understood_without_a_warning(text, tree):
    parsed = parse(text)

    assert parsed.tree == tree
    assert parsed.warnings == ()


@pytest.mark.parametrize(
    ("text", "tree", "code", "position"),
    [
        ('a "b', should(A, B), "unclosed_quote", 2),
        ("(a b", should(A, B), "unclosed_parenthesis", 0),
        ("a b)", should(A, B), "unopened_parenthesis", 3),
        ("a ()", A, "empty_group", 2),
        ("a AND", A, "missing_operand", 2),
        ("OR a", A, "missing_operand", 0),
        ("a NOT", A, "missing_operand", 2),
        ("a OR OR b", Or((A, B)), "missing_operand", 2),
        ("a NEAR/3", A, "missing_operand", 2),
        ("a* b", should(A, B), "short_prefix", 0),
        ("eco*nomy", Word("economy"), "misplaced_wildcard", 0),
        ("colour:red", should(Word("colour"), Word("red")), "unknown_field", 0),
        ("1..b", Word("1-b"), "misplaced_range", 0),
        (">=abc", Word("abc"), "misplaced_range", 0),
        ("a NEAR/x b", should(A, Word("NEAR/x"), B), "near_without_distance", 2),
        ("a NEAR/99999999999999999999 b", Near(A, B, 50), "distance_too_large", 2),
        ('"a b"~99999999999999999999', Phrase("a b", 50), "distance_too_large", 0),
        ("title:1..2", Scoped("title", Word("1-2")), "misplaced_range", 6),
        ("date:2024..2020", Scoped("date", Range("2020", "2024")), "reversed_range", 5),
        ("a date:2024-02-31", A, "impossible_date", 7),
        ("date:soon", None, "impossible_date", 5),
        ('"a b"~999', Phrase("a b", 50), "distance_too_large", 0),
        ("((((((a)))))) b", B, "too_deep", 5),
    ],
)
def test_what_cannot_be_understood_is_left_out_and_reported(text, tree, code, position):
    parsed = parse(text)

    assert parsed.tree == tree
    assert [(warning.code, warning.position) for warning in parsed.warnings] == [(code, position)]


def test_every_unknown_field_is_reported_but_no_endless_list():
    parsed = parse(" ".join(f"field{letter}:a" for letter in "abcdefghijklmnop"))

    assert [warning.position for warning in parsed.warnings] == list(range(0, 90, 9))
    assert {warning.code for warning in parsed.warnings} == {"unknown_field"}


def test_match_all_requires_every_word_of_every_bag():
    everything = parse("a b OR c", match="all").tree

    assert everything == Or((bag((Occur.MUST, A), (Occur.MUST, B)), C))


def test_a_pasted_paragraph_is_a_good_query():
    parsed = parse("the aims of the association are to promote peace " * 30)

    assert len(parsed.tree.clauses) == 270
    assert parsed.warnings == ()


def test_a_query_over_the_length_is_cut():
    parsed = parse("ก" * 3000)

    assert parsed.tree == Word("ก" * 2000)
    assert [warning.code for warning in parsed.warnings] == ["too_long"]


def test_operators_over_the_limit_are_left_out_with_what_they_apply_to():
    parsed = parse(" ".join(f"-w{number}" for number in range(40)))

    assert len(parsed.tree.clauses) == 32
    assert [warning.code for warning in parsed.warnings] == ["too_many_operators"]
