"""The request of a search: typed, complete, and free of any framework and engine."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

from search.query import ParsedQuery, parse, print_query
from search.query.boxes import joined, read_box, read_phrase
from search.query.limits import MAX_WARNINGS
from search.query.parser import Match
from search.query.tree import Node, Nothing, Occur
from search.query.warning import Code, QueryWarning
from search.request.compounds import loosened
from search.request.names import NO_NAMES, Names
from search.request.thesaurus import USUAL_SYNONYMS, Thesaurus

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
MAX_FACET_SIZE = 200
DEFAULT_FACET_SIZE = 20


type Closeness = Callable[[Sequence[int]], Sequence[float | None]]
"""Returns how close in meaning pages are to the words, from -1 to 1; None where it is unknown."""


@dataclass(frozen=True)
class SearchRequest:
    """Values of one filter are alternatives; different filters all hold, and so do the boxes."""

    text: str = ""
    """The query, in the query language."""
    all: str = ""
    """Terms that every page must have, as a form's box has them."""
    phrase: str = ""
    """Words in this order."""
    any: str = ""
    """Terms of which a page must have some."""
    none: str = ""
    """Terms that no page may have."""
    match: Match = "any"
    """The number of bare words in `text` that must match."""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """The chosen values by field, like `{"locale": ("en", "th")}`; never empty ones."""
    date_from: date | None = None
    date_to: date | None = None
    """The last day, included."""
    sort: str = "relevance"
    """One of `search_fields().sorts`."""
    facets: tuple[tuple[str, int], ...] = ()
    """Facets to count, each with its largest number of values; `date` counts years."""
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    """The cursor of an earlier answer; opaque here."""
    thesaurus: Thesaurus = field(default=USUAL_SYNONYMS, compare=False, repr=False)
    """Synonyms of words, as editors say; no part of an address."""
    hidden: frozenset[int] = field(default=frozenset(), compare=False)
    """Ids of pages that editors keep out of these results; no part of an address either."""
    among: frozenset[int] | None = field(default=None, compare=False, repr=False)
    """Ids of the only pages that may be found; None for all pages. No part of an address."""
    names: Names = field(default=NO_NAMES, compare=False, repr=False)
    """Names that people have for values of fields; no part of an address either."""
    closeness: Closeness | None = field(default=None, compare=False, repr=False)
    """Orders the first results by meaning, too; no part of an address either."""
    has_excerpts: bool = field(default=True, compare=False, repr=False)
    """False for results without excerpts and other spellings; no part either."""

    def __post_init__(self) -> None:
        if not all(self.filters.values()):
            chosen = {name: values for name, values in self.filters.items() if values}
            object.__setattr__(self, "filters", chosen)

    @cached_property
    def query(self) -> ParsedQuery:
        """The words of the request as one tree, its text, and the warnings.

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
            if main.tree is None and self.has_words:
                message = "There is no word to search for; write a letter or a digit."
                warnings.append(QueryWarning(Code.NOTHING_TO_SEARCH, message, 0))
            return replace(main, warnings=tuple(warnings))
        tree = joined([main.tree, *nodes] if main.tree else nodes)
        return ParsedQuery(print_query(tree), tree, tuple(warnings), spent)

    @cached_property
    def meaning(self) -> Node | None:
        """The query's tree with synonyms and values for names, as engines search for it."""
        if self.query.tree is None and self.has_words:
            return Nothing()
        return self.names.resolved(self.thesaurus.expanded(self.query.tree))

    @cached_property
    def loosened(self) -> "SearchRequest | None":
        """Return the request with compounds written in other ways; None where there are none."""
        meaning = loosened(self.meaning)
        if meaning == self.meaning:
            return None
        request = replace(self)
        request.__dict__.update(query=self.query, meaning=meaning, loosened=None)
        return request

    @property
    def has_words(self) -> bool:
        """Return whether the visitor wrote anything that pages should hold."""
        return any(text.strip() for text in (self.text, self.all, self.phrase, self.any))

    def named(self, names: Names) -> "SearchRequest":
        """Return the request with the values that are meant, and warnings of unknown ones."""
        chosen = {name: names.chosen(name, values) for name, values in self.filters.items()}
        named = replace(self, names=names, filters=chosen)
        texts = {"q": self.text, "all": self.all, "any": self.any, "none": self.none}
        found = (*names.warnings(self.query.tree, texts), *names.unknown(chosen))
        warnings = dict.fromkeys((*self.query.warnings, *found[:MAX_WARNINGS]))
        named.__dict__["query"] = replace(self.query, warnings=tuple(warnings))
        return named

    def steered(self, thesaurus: Thesaurus, hidden: frozenset[int]) -> "SearchRequest":
        """Return the same request by these rules; its words are not read again."""
        steered = replace(self, thesaurus=thesaurus, hidden=hidden)
        steered.__dict__["query"] = self.query
        return steered

    def by_meaning(self, closeness: Closeness) -> "SearchRequest":
        """Return the same words, so they are not read again, ordered by meaning, too."""
        request = replace(self, closeness=closeness)
        request.__dict__["query"] = self.query
        return request

    def within(self, pages: Iterable[int]) -> "SearchRequest":
        """Return the same request among these pages, all of them at once and not ranked."""
        among = frozenset(pages)
        bare = replace(self, facets=(), has_excerpts=False, closeness=None)
        request = replace(bare, among=among, limit=len(among) or 1, sort="date")
        request.__dict__["query"] = self.query
        return request

    def with_tree(self, tree: Node | None) -> "SearchRequest":
        """Return the request with this tree in place of words, which nothing else is read from."""
        request = replace(self)
        query = ParsedQuery(print_query(tree), tree, (), 0)
        request.__dict__.update(query=query, meaning=tree, loosened=None)
        return request

    def with_text(self, text: str) -> "SearchRequest":
        """Return the same filters with other words, from the first result on."""
        bare = replace(self, all="", phrase="", any="", none="", cursor="", closeness=None)
        return replace(bare, text=text)

    def filter(self, name: str) -> tuple[str, ...]:
        """Return the chosen values of a field; dates are a period and have none."""
        return self.filters.get(name, ())

    def filtered(self, name: str, values: tuple[str, ...]) -> "SearchRequest":
        """Return the request with these values of a field in place of those chosen."""
        return replace(self, filters={**self.filters, name: values})

    def within_site(self, site: str, facets: tuple[tuple[str, int], ...]) -> "SearchRequest":
        """Return the request among the pages of one site; its words are not read again."""
        within = replace(self.filtered("site", (site,)), facets=facets)
        within.__dict__["query"] = self.query
        return within

    def fingerprint(self) -> str:
        """Return a key that is the same for every page of the same results, of any size."""
        parts: dict[str, Any] = {
            each.name: getattr(self, each.name) for each in fields(self) if each.compare
        }
        del parts["limit"], parts["cursor"]
        parts["filters"] = sorted(self.filters.items())
        text = repr(sorted(parts.items())).encode("utf-8", "backslashreplace")
        return hashlib.blake2b(text, digest_size=9).hexdigest()


_OCCUR: Mapping[str, Occur] = {"all": Occur.MUST, "any": Occur.SHOULD, "none": Occur.MUST_NOT}
