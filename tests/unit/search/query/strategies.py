"""Strategies for arbitrary queries, and measures of their trees."""

from hypothesis import strategies as st

from search.query.tree import And, Bag, Fuzzy, Near, Node, Or, Prefix, Scoped, Wildcard

SIGNS = [
    *(
        '"',
        "“",
        "”",
        "「",
        "」",
        "‘",
        "’",
        "(",
        ")",
        "+",
        "-",
        "*",
        "?",
        "~",
        "~3",
        ":",
        "..",
        ">=",
        "<",
    ),
    *(" ", "  ", "\u3000", "AND", "OR", "NOT", " AND ", " OR ", " NOT ", "NEAR", " NEAR/2 "),
    *("NEAR/", "NEAR/99999", "title:", "Body:", "date:", "type:", "colour:", "https://"),
    *("2024", "2024-02-31", "2020..2024", "10:30", "word", "w?rd", "wo*", "word*", "e-mail"),
    *(
        "ฝ่ายบริหาร",
        "Hội đồng",
        "秘书处",
        "ម",
        "é",
        ".",
        "'",
        "::",
        "\x00",
        "\ud800",
        "\u200b",
        "\u00ad",
    ),
]
queries = st.lists(st.sampled_from(SIGNS) | st.text(max_size=4), max_size=40).map("".join)


def depth(node: Node | None) -> int:
    """Return the tree's text in groups; a pair of parentheses contains at most an OR of ANDs."""
    match node:
        case And(nodes) | Or(nodes):
            return 1 + max(map(depth, nodes))
        case Bag(clauses):
            return 1 + max(depth(clause.node) for clause in clauses)
        case Scoped(_, inner):
            return depth(inner)
    return 0


def count_operators(node: Node | None) -> int:
    """Return the number of operators in the written tree, without parentheses."""
    match node:
        case And(nodes) | Or(nodes):
            return len(nodes) - 1 + sum(map(count_operators, nodes))
        case Bag(clauses):
            signs = sum(clause.occur != "should" for clause in clauses)
            return signs + sum(count_operators(clause.node) for clause in clauses)
        case Scoped(_, inner):
            return 1 + count_operators(inner)
        case Near() | Prefix() | Wildcard() | Fuzzy():
            return 1
    return 0
