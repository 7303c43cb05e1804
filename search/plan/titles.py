"""Titles and names of pages that a whole query may equal."""

import re

from search.document import SearchDocument
from search.plan.planner import plain_words
from search.query.tree import Bag, Clause, Node, Occur, Synonyms, Word
from search.text.forms import folded
from search.text.words import words

_WITH_ACRONYM = re.compile(r"(.*\S)\s*\(([A-Z][A-Z.&/-]+)\)\s*")


def title(node: Node | None) -> str:
    """Return the folded words of a query that consists only of words; else an empty string."""
    match node:
        case Bag():
            bag = node
        case Word() | Synonyms():
            bag = Bag((Clause(Occur.SHOULD, node),))
        case _:
            return ""
    return " ".join(map(folded, plain_words(bag)))


def names(document: SearchDocument) -> list[str]:
    """Return the folded words of each name by which a query finds the page.

    They are its other names and both parts of a title like “Food and Agriculture Organization
    (FAO)”.
    """
    written = [*document.names]
    if match := _WITH_ACRONYM.fullmatch(document.title):
        written += match.groups()
    folded_names = (" ".join(map(folded, words(name))) for name in written)
    return list(dict.fromkeys(filter(None, folded_names)))
