"""Text in, meaning out; no text raises an exception."""

from dataclasses import dataclass, replace
from typing import Literal

from search.interface import gettext as _
from search.query.grammar import Grammar
from search.query.limits import MAX_LENGTH
from search.query.tokens import clean, tokens
from search.query.tree import Node, Occur
from search.query.warning import Code, QueryWarning

Match = Literal["any", "all"]


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`text` is what was read; without words to search for there is no tree."""

    text: str
    tree: Node | None
    warnings: tuple[QueryWarning, ...] = ()
    operators: int = 0
    """How many were met, of at most `MAX_OPERATORS` that count."""

    def with_tree(self, tree: Node | None) -> "ParsedQuery":
        return replace(self, tree=tree)


def parse(text: str, match: Match = "any", *, spent: int = 0) -> ParsedQuery:
    """Return the meaning of a visitor's words; with `match="all"` every bag needs all its words.

    `spent` operators were met before, in other texts of the same request.
    """
    kept, cut = shortened(text)
    default = Occur.MUST if match == "all" else Occur.SHOULD
    grammar = Grammar(list(tokens(kept)), default, spent)
    tree = grammar.query()
    return ParsedQuery(kept, tree, (*grammar.notes.in_order(), *cut), grammar.operators)


def shortened(text: str) -> tuple[str, tuple[QueryWarning, ...]]:
    """Return the part of a text that is read, without what is no text, and a warning if cut."""
    if len(text) <= MAX_LENGTH:
        return clean(text), ()
    message = _("The query was cut after {count} characters.").format(count=f"{MAX_LENGTH:,}")
    return clean(text[:MAX_LENGTH]), (QueryWarning(Code.TOO_LONG, message, MAX_LENGTH),)
