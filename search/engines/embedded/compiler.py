"""Plan to tantivy query; the visitor's words never meet tantivy's own parser."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property

import tantivy
from tantivy import Occur, Query

from search.engines.embedded.schema import EXACT_FIELDS
from search.engines.plan import (
    All,
    Alternatives,
    Choice,
    Dates,
    Either,
    Nearby,
    Pattern,
    Plan,
    Similar,
    TextField,
    Value,
    Words,
)
from search.engines.ranking import (
    ALL_WORDS,
    EXACT,
    MAX_EXPANSION,
    RECENCY,
    SYNONYM,
    TIE,
    WEIGHTS,
    WHOLE_PHRASE,
)
from search.request import SearchRequest

FACET_FIELDS = {"type": "type", "organ": "organ", "topic": "topic", "locale": "locale"}


class Compiler:
    """For one searcher, whose dictionary tells which of a query's words there are at all.

    With `ranks` False its queries match the same pages, and leave out what only orders them.
    """

    def __init__(
        self, schema: tantivy.Schema, searcher: tantivy.Searcher, *, ranks: bool = True
    ) -> None:
        self.schema = schema
        self.searcher = searcher
        self.ranks = ranks
        self._held: dict[tuple[str, str], bool] = {}

    @cached_property
    def matcher(self) -> "Compiler":
        """The same without ranking."""
        if not self.ranks:
            return self
        matcher = Compiler(self.schema, self.searcher, ranks=False)
        matcher._held = self._held
        return matcher

    def holds(self, field: str, word: str) -> bool:
        """Whether any page does. A query costs by its terms, so those without one are left out."""
        known = self._held.get((field, word))
        if known is None:
            known = self._held[field, word] = self.searcher.doc_freq(field, word) > 0
        return known

    def query(self, asked: Plan | None) -> Query:
        """Ranks and matches; without a plan every page matches."""
        match asked:
            case None:
                return self.everything()
            case Words():
                return self.words(asked)
            case Nearby():
                return self.nearby(asked)
            case Pattern():
                return self.pattern(asked)
            case Similar():
                return _any(
                    Query.fuzzy_term_query(self.schema, name, asked.word, asked.distance)
                    for name in _word_fields(asked.fields)
                )
            case Value(field, value):
                return self.term(FACET_FIELDS[field], value)
            case Dates(first, last):
                return self.dates(first, last)
            case All(parts):
                return Query.boolean_query([(Occur.Must, self.query(part)) for part in parts])
            case Either(parts):
                return _any(map(self.query, parts))
            case Alternatives(own, others):
                less = [Query.boost_query(self.query(part), SYNONYM) for part in others]
                return _best([self.query(own), *less])
            case Choice():
                return self.choice(asked)

    def filters(self, request: SearchRequest, without: str = "") -> list[Query]:
        """The chosen values of every facet but one, the period, and not what is hidden."""
        chosen = [
            _any(self.term(field, value) for value in values)
            for name, field in FACET_FIELDS.items()
            if name != without and (values := request.filter(name))  # type: ignore[arg-type]
        ]
        if (request.date_from or request.date_to) and without != "date":
            chosen.append(self.dates(request.date_from, request.date_to))
        if request.hidden:
            hidden = Query.term_set_query(self.schema, "id", sorted(request.hidden))
            shown = [(Occur.Must, self.everything()), (Occur.MustNot, hidden)]
            chosen.append(Query.boolean_query(shown))
        return chosen

    def everything(self) -> Query:
        return Query.const_score_query(self.term("kind", "page"), 0.0)

    def recency(self, today: date) -> list[Query]:
        """Small additions for pages of the last months and years."""
        return [
            Query.const_score_query(self.dates(today - timedelta(days), None), added)
            for days, added in RECENCY
        ]

    def term(self, field: str, value: str) -> Query:
        return Query.term_query(self.schema, field, value, "basic")

    def dates(self, first: date | None, last: date | None) -> Query:
        return Query.range_query(
            self.schema,
            "day",
            tantivy.FieldType.Integer,
            first.toordinal() if first else 1,
            last.toordinal() if last else date.max.toordinal(),
        )

    def words(self, wanted: Words) -> Query:
        """One term, stems before exact forms; several as a phrase."""
        found, exact = self.found(wanted), self.exact(wanted)
        if not exact:
            return found
        return Query.boolean_query([(Occur.Must, found), *((Occur.Should, each) for each in exact)])

    def found(self, wanted: Words) -> Query:
        """What finds a page: the best field counts most."""
        if len(wanted.terms) > 1:
            return self.phrase(wanted)
        if wanted.exact:
            return _any(self.text(name, wanted.terms[0].word) for name in self.exact_fields(wanted))
        stems = [
            (field, stem)
            for field in wanted.fields
            for stem in sorted(set(wanted.terms[0].forms))
            if self.holds(f"{field}_stem", stem)
        ]
        if not self.ranks:
            # What stands in headings stands in the body, too.
            repeated = "headings" if "body" in wanted.fields else ""
            return _any(self.text(f"{name}_stem", stem) for name, stem in stems if name != repeated)
        return _best(
            Query.boost_query(self.text(f"{field}_stem", stem), WEIGHTS[field])
            for field, stem in stems
        )

    def exact(self, wanted: Words) -> list[Query]:
        """What lets the very word that was asked for count more; finds nothing by itself."""
        if not self.ranks or len(wanted.terms) > 1:
            return []
        [term] = wanted.terms
        exact = [
            Query.boost_query(self.text(name, term.word), EXACT)
            for name in self.exact_fields(wanted)
        ]
        if term.accented and self.holds("accented", term.accented):
            exact.append(Query.boost_query(self.text("accented", term.accented), 4 * EXACT))
        return exact

    def exact_fields(self, wanted: Words) -> list[str]:
        """Those that hold every word as it is written."""
        return [
            name
            for name in _word_fields(wanted.fields)
            if all(self.holds(name, term.word) for term in wanted.terms)
        ]

    def text(self, field: str, word: str) -> Query:
        return Query.term_query(self.schema, field, word, "freq")

    def phrase(self, wanted: Words) -> Query:
        if wanted.exact:
            spoken = [term.word for term in wanted.terms]
            return _best(
                Query.phrase_query(self.schema, name, list(spoken), wanted.slop)
                for name in self.exact_fields(wanted)
            )
        variants = set(zip(*(term.forms for term in wanted.terms), strict=True))
        return _best(
            Query.phrase_query(self.schema, f"{field}_stem", list(variant), wanted.slop)
            for field in wanted.fields
            for variant in sorted(variants)
            if all(self.holds(f"{field}_stem", stem) for stem in variant)
        )

    def stemmed(self, stem: str, weight: float) -> list[Query]:
        """A stem of an expansion: what the body says counts, the title adds to it."""
        weights = (("body_stem", weight), ("title_stem", TIE * weight))
        return [
            Query.boost_query(self.text(field, stem), counted)
            for field, counted in weights
            if self.holds(field, stem)
        ]

    def nearby(self, wanted: Nearby) -> Query:
        """tantivy's slop counts moves, so each order is asked for with its own.

        It loosens phrases, too, so these are asked for once more as they are.
        """
        queries = []
        for name in _word_fields(wanted.fields):
            sides = [wanted.left, wanted.right]
            orders = [wanted.left + wanted.right, wanted.right + wanted.left]
            whole = [
                (Occur.Must, self.near_phrase(name, side, 0)) for side in sides if len(side) > 1
            ]
            either = _any(
                self.near_phrase(name, words, wanted.distance) for words in orders if len(words) > 1
            )
            queries.append(Query.boolean_query([*whole, (Occur.Must, either)]))
        return _any(queries)

    def near_phrase(self, field: str, words: Sequence[str], slop: int) -> Query:
        return Query.phrase_query(self.schema, field, list(words), slop)

    def pattern(self, wanted: Pattern) -> Query:
        """The dictionary's words that fit, at most `MAX_EXPANSION` of each field."""
        if wanted.before:
            spoken: list[str | tuple[int, str]] = [*wanted.before, wanted.prefix]
            return _any(
                Query.phrase_prefix_query(self.schema, name, spoken)
                for name in _word_fields(wanted.fields)
            )
        queries = []
        for name in _word_fields(wanted.fields):
            limit = MAX_EXPANSION if wanted.pattern is None else 40 * MAX_EXPANSION
            known = self.searcher.terms_with_prefix(name, wanted.prefix, limit=limit)
            pattern = wanted.pattern
            fitting = [term for term, _ in known if pattern is None or pattern.fullmatch(term)]
            if fitting:
                found = Query.term_set_query(self.schema, name, fitting[:MAX_EXPANSION])
                queries.append(Query.const_score_query(found, 1.0))
        return _any(queries)

    def choice(self, bag: Choice) -> Query:
        clauses = [(Occur.Must, self.query(part)) for part in bag.must]
        clauses += [(Occur.MustNot, self.query(part)) for part in bag.must_not]
        clauses += self.optional(bag)
        if not bag.must and not bag.should:
            clauses.append((Occur.Must, self.everything()))
        if self.ranks:
            clauses += [(Occur.Should, each) for each in self.lifts(bag)]
        return Query.boolean_query(clauses)

    def optional(self, bag: Choice) -> list[tuple[Occur, Query]]:
        """At least the minimum of `should`; all in one union where one is enough, it is fastest."""
        if not bag.should or (bag.must and not bag.minimum and not self.ranks):
            return []
        found = [
            self.found(each) if isinstance(each, Words) else self.query(each) for each in bag.should
        ]
        exact = [
            each for part in bag.should if isinstance(part, Words) for each in self.exact(part)
        ]
        if bag.minimum > 1:
            enough = Query.boolean_query([(Occur.Should, each) for each in found], bag.minimum)
            return [(Occur.Must, enough), *((Occur.Should, each) for each in exact)]
        return [(Occur.Must if bag.minimum else Occur.Should, _any(found + exact))]

    def lifts(self, bag: Choice) -> Iterator[Query]:
        """What pages with all words, and with them as a phrase, get on top."""
        if bag.lifted and all(map(self.may_be_found, bag.lifted)):
            every = [(Occur.Must, self.matcher.query(part)) for part in bag.lifted]
            yield Query.const_score_query(Query.boolean_query(every), ALL_WORDS)
        if bag.phrase and self.exact_fields(bag.phrase):
            yield Query.const_score_query(self.phrase(bag.phrase), WHOLE_PHRASE)

    def may_be_found(self, part: Plan) -> bool:
        """Not if it is a word that no page holds."""
        if not isinstance(part, Words) or len(part.terms) > 1 or part.exact:
            return True
        stems = part.terms[0].forms
        return any(self.holds(f"{field}_stem", stem) for field in part.fields for stem in stems)


def _word_fields(fields: Iterable[TextField]) -> list[str]:
    """Headings stand in the body, too, and have no field of exact words."""
    return [f"{field}_word" for field in fields if field in EXACT_FIELDS]


def _best(queries: Iterable[Query]) -> Query:
    found = list(queries)
    if len(found) < 2:
        return found[0] if found else Query.empty_query()
    return Query.disjunction_max_query(found, TIE)


def _any(queries: Iterable[Query]) -> Query:
    found = list(queries)
    if len(found) == 1:
        return found[0]
    if not found:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Should, query) for query in found])
