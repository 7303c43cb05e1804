"""The title or name that a query may be."""

import re

from search.document import SearchDocument
from search.plan.planner import spoken_words
from search.query.tree import Bag, Clause, Node, Occur, Synonyms, Word
from search.text.forms import folded
from search.text.words import words

_WITH_ACRONYM = re.compile(r"(.*\S)\s*\(([A-Z][A-Z.&/-]+)\)\s*")


def title(node: Node | None) -> str:
    """Return the folded words of a query that is nothing but words, else an empty string."""
    match node:
        case Bag():
            bag = node
        case Word() | Synonyms():
            bag = Bag((Clause(Occur.SHOULD, node),))
        case _:
            return ""
    return " ".join(map(folded, spoken_words(bag)))


def names(document: SearchDocument) -> list[str]:
    """Return the folded words of each name by which a query finds the page.

    They are its other names and, of a title like “Food and Agriculture Organization (FAO)”, each
    of the two.
    """
    found = [*document.names]
    if match := _WITH_ACRONYM.fullmatch(document.title):
        found += match.groups()
    folded_names = (" ".join(map(folded, words(name))) for name in found)
    return list(dict.fromkeys(filter(None, folded_names)))
