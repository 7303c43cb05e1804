"""The request of a search: typed, complete, and free of any framework and engine."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

from search.interface import gettext as _
from search.query import ParsedQuery, parse, print_query
from search.query.boxes import joined, read_box, read_phrase
from search.query.limits import MAX_WARNINGS
from search.query.parser import Match
from search.query.tree import Node, Nothing, Occur
from search.query.warning import Code, QueryWarning
from search.request.compounds import with_compound_variants
from search.request.names import NO_NAMES, Names
from search.request.thesaurus import DEFAULT_SYNONYMS, Thesaurus

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
MAX_FACET_SIZE = 200
DEFAULT_FACET_SIZE = 20


type Similarity = Callable[[Sequence[int]], Sequence[float | None]]
"""Returns the cosine similarity of pages, by id, to the words in meaning; None where unknown."""


@dataclass(frozen=True)
class SearchRequest:
    """A search: its words, filters, sort order and page of results.

    The values of one filter are alternatives (OR); filters and boxes are combined with AND.
    """

    text: str = ""
    """The query, in the query language."""
    all: str = ""
    """Terms that every page must contain: a box of the advanced form, like the next three."""
    phrase: str = ""
    """Words in this order."""
    any: str = ""
    """Terms of which a page must contain at least one."""
    none: str = ""
    """Terms that no page may contain."""
    match: Match = "any"
    """The bare words in `text` that must match: any or all."""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """The chosen values by field, like `{"locale": ("en", "th")}`; no value is empty."""
    date_from: date | None = None
    date_to: date | None = None
    """The last day, included."""
    sort: str = "relevance"
    """One of `search_fields().sorts`."""
    prefer_locale: str = ""
    """The language whose pages come first among equal matches; empty for none."""
    fallback_locales: tuple[str, ...] = field(default=(), compare=False)
    """Languages whose pages come next, the first of them first; not part of the URL."""
    facets: tuple[tuple[str, int], ...] = ()
    """Facets to count, each with its largest number of values; `date` counts years."""
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    """The cursor of an earlier answer; opaque here."""
    thesaurus: Thesaurus = field(default=DEFAULT_SYNONYMS, compare=False, repr=False)
    """The editors' synonyms; not part of the URL, like the next five."""
    hidden: frozenset[int] = field(default=frozenset(), compare=False)
    """Ids of pages that editors hide from these results."""
    among: frozenset[int] | None = field(default=None, compare=False, repr=False)
    """Ids of the pages to which the results are limited; None for all pages."""
    names: Names = field(default=NO_NAMES, compare=False, repr=False)
    """The names by which people write values of fields."""
    similarity: Similarity | None = field(default=None, compare=False, repr=False)
    """Reorders the first results by meaning, if set."""
    has_excerpts: bool = field(default=True, compare=False, repr=False)
    """False to omit excerpts and spelling suggestions."""

    def __post_init__(self) -> None:
        if not all(self.filters.values()):
            chosen = {name: values for name, values in self.filters.items() if values}
            object.__setattr__(self, "filters", chosen)

    @cached_property
    def query(self) -> ParsedQuery:
        """Parse the text and the boxes into one tree, with the warnings of all of them.

        Each warning names the parameter in which its position counts. The limit of operators
        applies to all parameters together.
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
                message = _("There is no word to search for; write a letter or a digit.")
                warnings.append(QueryWarning(Code.NOTHING_TO_SEARCH, message, 0))
            return replace(main, warnings=tuple(warnings))
        tree = joined([main.tree, *nodes] if main.tree else nodes)
        return ParsedQuery(print_query(tree), tree, tuple(warnings), spent)

    @cached_property
    def expanded_tree(self) -> Node | None:
        """Return the query's tree with synonyms, and with values in place of names, for engines."""
        if self.query.tree is None and self.has_words:
            return Nothing()
        return self.names.resolve_tree(self.thesaurus.expanded(self.query.tree))

    @cached_property
    def compound_variants(self) -> "SearchRequest | None":
        """Return the request with variants of its compounds; None if it has no compounds."""
        tree = with_compound_variants(self.expanded_tree)
        if tree == self.expanded_tree:
            return None
        request = replace(self)
        request.__dict__.update(query=self.query, expanded_tree=tree, compound_variants=None)
        return request

    @property
    def has_words(self) -> bool:
        """Return whether there is anything that pages should contain, in the text or in a box."""
        return any(text.strip() for text in (self.text, self.all, self.phrase, self.any))

    def with_names(self, names: Names) -> "SearchRequest":
        """Return the request with values in place of names, and a warning for each unknown name."""
        chosen = {name: names.resolve_values(name, values) for name, values in self.filters.items()}
        preferred = names.resolve_values("locale", [*filter(None, [self.prefer_locale])])
        request = replace(
            self, names=names, filters=chosen, prefer_locale=next(iter(preferred), "")
        )
        texts = {"q": self.text, "all": self.all, "any": self.any, "none": self.none}
        unknown = (
            *names.query_warnings(self.query.tree, texts),
            *names.filter_warnings(chosen),
            *names.value_warnings("locale", preferred, "prefer_locale"),
        )
        warnings = dict.fromkeys((*self.query.warnings, *unknown[:MAX_WARNINGS]))
        request.__dict__["query"] = replace(self.query, warnings=tuple(warnings))
        return request

    def with_options(self, **options: Any) -> "SearchRequest":
        """Return the request with these fields but the same words, which are not parsed again."""
        request = replace(self, **options)
        request.__dict__["query"] = self.query
        return request

    def with_rules(self, thesaurus: Thesaurus, hidden: frozenset[int]) -> "SearchRequest":
        """Return the request with the editors' rules."""
        return self.with_options(thesaurus=thesaurus, hidden=hidden)

    def with_similarity(self, similarity: Similarity) -> "SearchRequest":
        """Return the request ordered by meaning, too."""
        return self.with_options(similarity=similarity)

    def within(self, pages: Iterable[int]) -> "SearchRequest":
        """Return the same request among these pages, all of them at once and not ranked."""
        among = frozenset(pages)
        bare = self.with_options(facets=(), has_excerpts=False, similarity=None)
        return bare.with_options(among=among, limit=len(among) or 1, sort="date")

    @property
    def preferred_locales(self) -> tuple[str, ...]:
        """Return the languages whose pages come first among equal matches, in that order."""
        return (self.prefer_locale, *self.fallback_locales) if self.prefer_locale else ()

    def preferring(self, locale: str, fallbacks: Sequence[str] = ()) -> "SearchRequest":
        """Return the request with pages in a language first, then those in its fallbacks."""
        return self.with_options(prefer_locale=locale, fallback_locales=tuple(fallbacks))

    def with_tree(self, tree: Node | None) -> "SearchRequest":
        """Return the request with this tree in place of its words; it is not expanded further."""
        request = replace(self)
        query = ParsedQuery(print_query(tree), tree, (), 0)
        request.__dict__.update(query=query, expanded_tree=tree, compound_variants=None)
        return request

    def with_text(self, text: str) -> "SearchRequest":
        """Return the request with this text in place of its words, at the first page of results."""
        bare = replace(self, all="", phrase="", any="", none="", cursor="", similarity=None)
        return replace(bare, text=text)

    def filter(self, name: str) -> tuple[str, ...]:
        """Return the chosen values of a field; none for dates, which are a period."""
        return self.filters.get(name, ())

    def filtered(self, name: str, values: tuple[str, ...]) -> "SearchRequest":
        """Return the request with these values of a field in place of those chosen."""
        return replace(self, filters={**self.filters, name: values})

    def for_site(self, site: str, facets: tuple[tuple[str, int], ...]) -> "SearchRequest":
        """Return the request limited to one site, with these facets."""
        return self.with_options(filters={**self.filters, "site": (site,)}, facets=facets)

    def fingerprint(self) -> str:
        """Return a hash that is equal for all pages of the same results, of any `limit`."""
        parts: dict[str, Any] = {
            each.name: getattr(self, each.name) for each in fields(self) if each.compare
        }
        del parts["limit"], parts["cursor"]
        parts["filters"] = sorted(self.filters.items())
        text = repr(sorted(parts.items())).encode("utf-8", "backslashreplace")
        return hashlib.blake2b(text, digest_size=9).hexdigest()


_OCCUR: Mapping[str, Occur] = {"all": Occur.MUST, "any": Occur.SHOULD, "none": Occur.MUST_NOT}
