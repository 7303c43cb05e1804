"""The demands of a query on pages besides its words."""

from dataclasses import replace

from search.fields import search_fields
from search.query.tree import And, Bag, Clause, Node, Nothing, Occur, Or, Range, Scoped


def restrictions(node: Node | None) -> Node | None:
    """Return the values, dates and exclusions of a tree; None if it has only words."""
    match node:
        case Nothing() | Range():
            return node
        case Scoped(field, _):
            return None if field in search_fields().scopes else node
        case And(nodes):
            kept = tuple(each for part in nodes if (each := restrictions(part)))
            return And(kept) if kept else None
        case Or(nodes):
            kept = tuple(each for part in nodes if (each := restrictions(part)))
            return Or(kept) if len(kept) == len(nodes) else None
        case Bag(clauses):
            demands = tuple(found for clause in clauses if (found := _restriction(clause)))
            return Bag(demands) if demands else None
    return None


def _restriction(clause: Clause) -> Clause | None:
    """Return what a clause of a bag demands; an optional one demands a value or nothing."""
    if clause.occur is Occur.MUST_NOT:
        return clause
    if clause.occur is Occur.SHOULD and not isinstance(clause.node, Scoped):
        return None
    node = restrictions(clause.node)
    return replace(clause, node=node) if node else None
