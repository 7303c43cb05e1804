"""What is asked of a search: typed, complete, and free of any framework and engine."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from search.query import ParsedQuery, parse, print_query
from search.query.boxes import joined, read_box, read_phrase
from search.query.limits import MAX_WARNINGS
from search.query.parser import Match
from search.query.tree import FieldName, Node, Occur
from search.request.names import NO_NAMES, Names
from search.request.thesaurus import NO_SYNONYMS, Thesaurus

Facet = Literal["type", "organ", "topic", "locale"]
FacetName = Facet | Literal["date"]
Sort = Literal["relevance", "-date", "date", "title"]
NAMED: tuple[Facet, ...] = ("type", "organ", "topic", "locale")
"""Facets whose values have other names than their own."""
FACETS: tuple[FacetName, ...] = ("type", "organ", "topic", "locale", "date")
SORTS: tuple[Sort, ...] = get_args(Sort)

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
MAX_FACET_SIZE = 200
DEFAULT_FACET_SIZE = 20


@dataclass(frozen=True)
class SearchRequest:
    """Values of one filter are alternatives; different filters all hold, and so do the boxes."""

    text: str = ""
    """In the query language."""
    all: str = ""
    """Terms that every page must have, as a form's box has them."""
    phrase: str = ""
    """Words in this order."""
    any: str = ""
    """Terms of which a page must have some."""
    none: str = ""
    """Terms that no page may have."""
    match: Match = "any"
    """How many of a bag of bare words in `text` must match."""
    type: tuple[str, ...] = ()
    """Labels of page types, like `whatwedo.OrganPage`."""
    organ: tuple[str, ...] = ()
    """Titles."""
    topic: tuple[str, ...] = ()
    """Slugs."""
    locale: tuple[str, ...] = ()
    """Language codes."""
    date_from: date | None = None
    date_to: date | None = None
    """The last day, included."""
    sort: Sort = "relevance"
    facets: tuple[tuple[FacetName, int], ...] = ()
    """Those to count, each with the most values to name; `date` counts years."""
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    """Where to go on, as an earlier answer said; opaque here."""
    thesaurus: Thesaurus = field(default=NO_SYNONYMS, compare=False, repr=False)
    """What words may stand for, as editors say; no part of an address."""
    hidden: frozenset[int] = field(default=frozenset(), compare=False)
    """Ids of pages that editors keep out of these results; no part of an address either."""
    names: Names = field(default=NO_NAMES, compare=False, repr=False)
    """What people call the values of fields; no part of an address either."""

    @cached_property
    def query(self) -> ParsedQuery:
        """All that is asked in words, as one tree, text and list of warnings.

        A warning names the parameter its position counts in. The limit of operators holds for
        all of them together.
        """
        main = parse(self.text, self.match)
        warnings, nodes, spent = list(main.warnings), [], main.operators
        for name in ("all", "phrase", "any", "none"):
            text: str = getattr(self, name)
            if not text:
                continue
            occur = _OCCUR.get(name)
            box = read_box(text, occur, spent) if occur else read_phrase(text)
            spent = max(spent, box.operators)
            warnings += [replace(warning, parameter=name) for warning in box.warnings]
            nodes += [box.tree] if box.tree else []
        if not nodes:
            return main
        tree = joined([main.tree, *nodes] if main.tree else nodes)
        return ParsedQuery(print_query(tree), tree, tuple(warnings), spent)

    @cached_property
    def meaning(self) -> Node | None:
        """The query's tree with synonyms and values for names, as engines are asked."""
        return self.names.resolved(self.thesaurus.expanded(self.query.tree))

    def named(self, names: Names) -> "SearchRequest":
        """With the values that are meant, and warnings of those that nothing goes by."""
        chosen: dict[FieldName, tuple[str, ...]] = {
            name: names.chosen(name, self.filter(name)) for name in NAMED
        }
        named = replace(self, names=names, **chosen)  # type: ignore[arg-type]
        texts = {"q": self.text, "all": self.all, "any": self.any, "none": self.none}
        found = (*names.warnings(self.query.tree, texts), *names.unknown(chosen))
        told = (*self.query.warnings, *found[:MAX_WARNINGS])
        named.__dict__["query"] = replace(self.query, warnings=tuple(dict.fromkeys(told)))
        return named

    def steered(self, thesaurus: Thesaurus, hidden: frozenset[int]) -> "SearchRequest":
        """The same words, so they are not read again, by these rules."""
        steered = replace(self, thesaurus=thesaurus, hidden=hidden)
        steered.__dict__["query"] = self.query
        return steered

    def asking(self, text: str) -> "SearchRequest":
        """The same filters with other words, from the first result on."""
        return replace(self, text=text, all="", phrase="", any="", none="", cursor="")

    def filter(self, name: FacetName) -> tuple[str, ...]:
        """The chosen values of a facet; dates are a period and have none."""
        return () if name == "date" else getattr(self, name)

    def fingerprint(self) -> str:
        """The same for every page of the same results, whatever their size."""
        asked = {each.name: getattr(self, each.name) for each in fields(self) if each.compare}
        del asked["limit"], asked["cursor"]
        text = repr(sorted(asked.items())).encode("utf-8", "backslashreplace")
        return hashlib.blake2b(text, digest_size=9).hexdigest()


_OCCUR: Mapping[str, Occur] = {"all": Occur.MUST, "any": Occur.SHOULD, "none": Occur.MUST_NOT}
