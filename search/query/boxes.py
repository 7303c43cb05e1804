"""The boxes of the advanced form: lists of terms that need no operators.

A box holds words, quoted phrases and terms with signs (`word*`, `w?rd`, `word~`,
`title:word`). Operators and parentheses have no meaning in it, for the box says how its terms
are joined: `peace OR security` in the box “any of these” is two words.
"""

from collections.abc import Iterator

from search.query.parser import ParsedQuery, parse, shortened
from search.query.tokens import QUOTES, is_wordy, visible
from search.query.tree import And, Bag, Clause, Near, Node, Occur, Or, Phrase, Scoped

_NO_QUOTES = str.maketrans(dict.fromkeys(QUOTES, " "))


def read_box(text: str, occur: Occur, spent: int = 0) -> ParsedQuery:
    """Return the terms of a box as a bag in which each occurs as `occur`."""
    parsed = parse(text, spent=spent)
    clauses = tuple(Clause(occur, term) for term in terms(parsed.tree))
    if len(clauses) == 1 and occur is not Occur.MUST_NOT:
        return parsed.with_tree(clauses[0].node)
    return parsed.with_tree(Bag(clauses) if clauses else None)


def read_phrase(text: str) -> ParsedQuery:
    """Return the whole text as one phrase."""
    read, warnings = shortened(text)
    phrase = visible(read.translate(_NO_QUOTES))
    return ParsedQuery(read, Phrase(phrase) if any(map(is_wordy, phrase)) else None, warnings)


def terms(node: Node | None) -> Iterator[Node]:
    """Yield the terms of a tree from left to right, with their fields, without operators."""
    match node:
        case None:
            return
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from terms(each)
        case Bag(clauses):
            for clause in clauses:
                yield from terms(clause.node)
        case Scoped(field, inner):
            for each in terms(inner):
                yield each if isinstance(each, Scoped) else Scoped(field, each)
        case Near(left, right):
            yield from (left, right)
        case _:
            yield node


def joined(nodes: list[Node]) -> Node | None:
    """Return a tree that requires all of the nodes; None without nodes."""
    flat = [part for node in nodes for part in (node.nodes if isinstance(node, And) else (node,))]
    return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None
