"""The title that a query may be."""

from search.plan.planner import spoken_words
from search.query.tree import Bag, Clause, Node, Occur, Synonyms, Word
from search.text.forms import folded


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
