"""What is asked of a search: typed, complete, and free of any engine."""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from search.query import ParsedQuery, parse
from search.query.parser import Match
from search.query.tree import And, Bag, Clause, Node, Occur

FacetName = Literal["type", "organ", "topic", "locale", "date"]
Sort = Literal["relevance", "-date", "date", "title"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
SORTS: tuple[Sort, ...] = get_args(Sort)
MAX_LIMIT = 100
MAX_FACET_SIZE = 200
DEFAULT_FACET_SIZE = 20


@dataclass(frozen=True)
class SearchRequest:
    """Values of one filter are alternatives; different filters all hold."""

    text: str = ""
    all: str = ""
    phrase: str = ""
    any: str = ""
    none: str = ""
    match: Match = "any"
    type: tuple[str, ...] = ()
    organ: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    locale: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    sort: Sort = "relevance"
    facets: tuple[tuple[FacetName, int], ...] = ()
    """Names and the most values of each."""
    limit: int = field(default=20, compare=False)
    cursor: str = field(default="", compare=False)

    @cached_property
    def query(self) -> ParsedQuery:
        """The words of all five boxes as one tree: all that the boxes ask holds."""
        main = parse(self.text, self.match)
        quoted = self.phrase.replace('"', " ").strip()
        boxes = (
            parse(self.all, "all"),
            parse(f'"{quoted}"' if quoted else ""),
            parse(self.any),
        )
        nodes = [each.tree for each in (main, *boxes) if each.tree is not None]
        unwanted = parse(self.none)
        if unwanted.tree is not None:
            nodes.append(_without(unwanted.tree))
        warnings = tuple(w for each in (main, *boxes, unwanted) for w in each.warnings)
        tree = And(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else None
        return ParsedQuery(main.text, tree, warnings)

    def filter(self, name: FacetName) -> tuple[str, ...]:
        """The chosen values of a facet; dates are a range and have none."""
        return () if name == "date" else getattr(self, name)

    def fingerprint(self) -> str:
        """The same for every page of the same results, whatever their size."""
        asked = tuple(getattr(self, each.name) for each in fields(self) if each.compare)
        return hashlib.blake2b(repr(asked).encode(), digest_size=9).hexdigest()


def _without(unwanted: Node) -> Node:
    """A page is unwanted already for one of a bag's words."""
    clauses = unwanted.clauses if isinstance(unwanted, Bag) else (Clause(Occur.SHOULD, unwanted),)
    return Bag(tuple(Clause(Occur.MUST_NOT, clause.node) for clause in clauses))
