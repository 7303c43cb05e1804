"""The meaning of a query in plain words and as JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import parse
from search.query.explanation import as_json, explain
from search.query.tree import And, Bag, Near, Or, Scoped
from tests.unit.search.query.strategies import queries


def lines(explanation, indent=0):
    yield "  " * indent + explanation.text
    for part in explanation.parts:
        yield from lines(part, indent + 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["every page"]),
        ("peace", ["“peace”"]),
        ("peace aims", ["with some of these; pages with all come first: “peace”, “aims”"]),
        ("peace -war", ["all of these: with “peace”, without “war”"]),
        ("+peace aims", ["all of these: with “peace”, preferably with “aims”"]),
        ("-war", ["without “war”"]),
        ("peace OR security", ["any of these: “peace”, “security”"]),
        (
            '"the region" AND association* AND "member states"',
            [
                "all of these",
                "  the exact phrase “the region”",
                "  words that begin with “association”",
                "  the exact phrase “member states”",
            ],
        ),
        (
            "a OR (b c) OR regional*",
            [
                "any of these",
                "  “a”",
                "  with some of these; pages with all come first: “b”, “c”",
                "  words that begin with “regional”",
            ],
        ),
        ("a AND b -c", ["all of these: “a”, with “b”, without “c”"]),
        ("title:peace", ["in the title: “peace”"]),
        ("title:(a OR b)", ["in the title: any of these: “a”, “b”"]),
        ("date:2024", ["dated: in 2024"]),
        ("date:2024-05-31", ["dated: on 2024-05-31"]),
        ("date:2020..2024", ["dated: from 2020 to 2024"]),
        ("date:>=2024-05", ["dated: in 2024-05 or later"]),
        ('"a b"~1', ["the phrase “a b” with up to 1 word in between"]),
        ("wom?n", ["words like “wom?n”, with any letter for each “?”"]),
        ("secretery~", ["“secretery” or a word with similar spelling"]),
        ("a NEAR/5 b", ["“a” and “b” in either order, with at most 5 words between them"]),
    ],
)
def test_a_query_is_explained_in_plain_words(text, expected):
    assert list(lines(explain(parse(text).tree))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("peace", {"op": "word", "text": "peace"}),
        ("wom?n", {"op": "wildcard", "text": "wom?n"}),
        (
            "title:secr*",
            {"op": "field", "field": "title", "clause": {"op": "prefix", "text": "secr"}},
        ),
        (
            '"a b"~2 OR c~',
            {
                "op": "or",
                "clauses": [
                    {"op": "phrase", "text": "a b", "slop": 2},
                    {"op": "fuzzy", "text": "c"},
                ],
            },
        ),
        (
            "a -b",
            {
                "op": "bag",
                "clauses": [
                    {"occur": "should", "clause": {"op": "word", "text": "a"}},
                    {"occur": "must_not", "clause": {"op": "word", "text": "b"}},
                ],
            },
        ),
        (
            "a NEAR/3 b AND date:..2024-02",
            {
                "op": "and",
                "clauses": [
                    {
                        "op": "near",
                        "distance": 3,
                        "clauses": [{"op": "word", "text": "a"}, {"op": "word", "text": "b"}],
                    },
                    {
                        "op": "field",
                        "field": "date",
                        "clause": {"op": "range", "from": None, "to": "2024-02-29"},
                    },
                ],
            },
        ),
    ],
)
def test_a_query_is_explained_as_json(text, expected):
    assert as_json(parse(text).tree) == expected


@given(st.text() | queries)
def test_any_query_is_explained_completely(text):
    tree = parse(text).tree
    expected = "\n".join(lines(explain(tree)))

    json.dumps(as_json(tree))
    assert all(leaf in expected for leaf in texts(tree))


def texts(node):
    match node:
        case And(nodes) | Or(nodes):
            return [text for each in nodes for text in texts(each)]
        case Bag(clauses):
            return [text for clause in clauses for text in texts(clause.node)]
        case Scoped(_, inner):
            return texts(inner)
        case Near(left, right):
            return [left.text, right.text]
    return [text] if (text := getattr(node, "text", "")) else []
