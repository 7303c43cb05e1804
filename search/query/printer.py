"""Prints a tree as a query; parsing it gives the same tree."""

from search.query.tree import (
    And,
    Bag,
    Clause,
    Fuzzy,
    Near,
    Node,
    Nothing,
    Occur,
    Or,
    Phrase,
    Prefix,
    Range,
    Scoped,
    Synonyms,
    Wildcard,
    Word,
)

_SIGNS = {Occur.SHOULD: "", Occur.MUST: "+", Occur.MUST_NOT: "-"}


def print_query(node: Node | None) -> str:
    match node:
        case None | Nothing():
            return ""
        case Or(nodes):
            return " OR ".join(_inside(each, Or) for each in nodes)
        case And(nodes):
            return " AND ".join(_inside(each, And, Or) for each in nodes)
        case Bag(clauses):
            return " ".join(map(_clause, clauses))
        case Scoped("date", Range() as dates):
            return f"date:{_range(dates)}"
        case Scoped(field, inner):
            return f"{field}:{_inside(inner, And, Or, Bag, Near, Scoped)}"
        case Near(left, right, distance):
            return f"{print_query(left)} NEAR/{distance} {print_query(right)}"
        case Phrase(text, slop):
            return f'"{text}"~{slop}' if slop else f'"{text}"'
        case Prefix(text):
            return f"{text}*"
        case Fuzzy(text):
            return f"{text}~"
        case Word(text) | Wildcard(text):
            return text
        case Synonyms(word):
            return print_query(word)
        case Range():
            return _range(node)


def _clause(clause: Clause) -> str:
    text = _inside(clause.node, And, Or, Bag)
    if clause.occur is Occur.MUST_NOT and text[:1].isdecimal():
        return f"NOT {text}"  # a minus before a number and its unit, as in `-5 km`, is its sign
    return _SIGNS[clause.occur] + text


def _inside(node: Node, *looser: type[Node]) -> str:
    """Return the node as text, in parentheses if it would be parsed differently without them."""
    text = print_query(node)
    return f"({text})" if isinstance(node, looser) else text


def _range(dates: Range) -> str:
    if dates.low == dates.high and dates.low:
        return dates.low
    return f"{dates.low or ''}..{dates.high or ''}"
