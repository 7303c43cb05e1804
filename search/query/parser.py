"""The parser of the query language; no text raises an exception."""

from dataclasses import dataclass, replace
from typing import Literal

from search.interface import gettext as _
from search.interface import number
from search.query.grammar import Grammar
from search.query.limits import MAX_LENGTH
from search.query.tokens import clean, tokens
from search.query.tree import Node, Occur
from search.query.warning import Code, QueryWarning

Match = Literal["any", "all"]


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A parsed text; `tree` is None if the text has nothing to search for."""

    text: str
    tree: Node | None
    warnings: tuple[QueryWarning, ...] = ()
    operators: int = 0
    """The number of operators, including those beyond `MAX_OPERATORS`, which are left out."""

    def with_tree(self, tree: Node | None) -> "ParsedQuery":
        return replace(self, tree=tree)


def parse(text: str, match: Match = "any", *, spent: int = 0) -> ParsedQuery:
    """Return the parsed text; with `match="all"` every bag requires all of its words.

    `spent` is the number of operators in other texts of the same request.
    """
    valid_text, warnings = shortened(text)
    default = Occur.MUST if match == "all" else Occur.SHOULD
    grammar = Grammar(list(tokens(valid_text)), default, spent)
    tree = grammar.query()
    return ParsedQuery(
        valid_text, tree, (*grammar.warnings.in_order(), *warnings), grammar.operators
    )


def shortened(text: str) -> tuple[str, tuple[QueryWarning, ...]]:
    """Return the text up to `MAX_LENGTH`, without control characters, and a warning if cut."""
    if len(text) <= MAX_LENGTH:
        return clean(text), ()
    message = _("The query was cut after {count} characters.").format(count=number(MAX_LENGTH))
    return clean(text[:MAX_LENGTH]), (QueryWarning(Code.TOO_LONG, message, MAX_LENGTH),)
