"""The part of a query that restricts pages by values, dates and exclusions."""

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
            restricted = tuple(each for part in nodes if (each := restrictions(part)))
            return And(restricted) if restricted else None
        case Or(nodes):
            restricted = tuple(each for part in nodes if (each := restrictions(part)))
            return Or(restricted) if len(restricted) == len(nodes) else None
        case Bag(clauses):
            required = tuple(limiting for clause in clauses if (limiting := _restriction(clause)))
            return Bag(required) if required else None
    return None


def _restriction(clause: Clause) -> Clause | None:
    """Return the restriction of a clause, or None; optional words restrict nothing."""
    if clause.occur is Occur.MUST_NOT:
        return clause
    if clause.occur is Occur.SHOULD and not isinstance(clause.node, Scoped):
        return None
    node = restrictions(clause.node)
    return replace(clause, node=node) if node else None
