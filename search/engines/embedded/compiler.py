"""Plan to tantivy query; the visitor's words never meet tantivy's own parser."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import tantivy
from tantivy import Occur, Query

from search.document import SearchDocument
from search.engines.embedded.schema import EXACT_FIELDS, read
from search.engines.plan import (
    ALL_TEXT,
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
from search.engines.planning import plan
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
    """For one searcher: prefixes and wildcards are looked up in its dictionary.

    With `ranks` False its queries match the same pages, and leave out what only orders them.
    """

    def __init__(
        self, schema: tantivy.Schema, searcher: tantivy.Searcher, *, ranks: bool = True
    ) -> None:
        self.schema = schema
        self.searcher = searcher
        self.ranks = ranks

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
                return Query.disjunction_max_query([self.query(own), *less], TIE)
            case Choice():
                return self.choice(asked)

    def filters(self, request: SearchRequest, without: str = "") -> list[Query]:
        """The chosen values of every facet but one, the period, and not what is hidden."""
        chosen = [
            Query.term_set_query(self.schema, field, list(values))
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
        """One term in its best field, stems before exact forms; several as a phrase."""
        if len(wanted.terms) > 1:
            return self.phrase(wanted)
        term = wanted.terms[0]
        if not self.ranks and not wanted.exact:
            return _any(
                self.text(f"{field}_stem", stem)
                for field in wanted.fields
                for stem in sorted(set(term.forms))
            )
        exact = [
            Query.boost_query(self.text(name, term.word), EXACT)
            for name in _word_fields(wanted.fields)
        ]
        if term.accented:
            exact.append(Query.boost_query(self.text("accented", term.accented), 4 * EXACT))
        if wanted.exact:
            found = _any(self.text(name, term.word) for name in _word_fields(wanted.fields))
        else:
            found = Query.disjunction_max_query(
                [
                    Query.boost_query(self.text(f"{field}_stem", stem), WEIGHTS[field])
                    for field in wanted.fields
                    for stem in sorted(set(term.forms))
                ],
                TIE,
            )
        return Query.boolean_query([(Occur.Must, found), *((Occur.Should, each) for each in exact)])

    def text(self, field: str, word: str) -> Query:
        return Query.term_query(self.schema, field, word, "freq")

    def phrase(self, wanted: Words) -> Query:
        if wanted.exact:
            spoken = [term.word for term in wanted.terms]
            return Query.disjunction_max_query(
                [
                    Query.phrase_query(self.schema, name, list(spoken), wanted.slop)
                    for name in _word_fields(wanted.fields)
                ],
                TIE,
            )
        variants = set(zip(*(term.forms for term in wanted.terms), strict=True))
        return Query.disjunction_max_query(
            [
                Query.phrase_query(self.schema, f"{field}_stem", list(variant), wanted.slop)
                for field in wanted.fields
                for variant in sorted(variants)
            ],
            TIE,
        )

    def stemmed(self, stem: str, weight: float) -> Query:
        """A stem of an expansion, in the body or, as much, in the title."""
        fields: tuple[TextField, ...] = ("title", "body")
        found = [self.text(f"{field}_stem", stem) for field in fields]
        return Query.boost_query(Query.disjunction_max_query(found, TIE), weight)

    def frequency(self, word: str) -> int:
        return sum(self.searcher.doc_freq(f"{field}_word", word) for field in EXACT_FIELDS)

    def similar(self, word: str, distance: int) -> list[SearchDocument]:
        found = self.searcher.search(self.query(Similar(word, distance, ALL_TEXT)), 8, count=False)
        return [read(self.searcher.doc(where)) for _, where in found.hits]

    def has_hits(self, request: SearchRequest) -> bool:
        asked = [self.query(plan(request.meaning)), *self.filters(request)]
        both = Query.boolean_query([(Occur.Must, each) for each in asked])
        return bool(self.searcher.search(both, 1).hits)

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
        optional = [(Occur.Should, self.query(part)) for part in bag.should]
        if optional and bag.minimum:
            clauses.append((Occur.Must, Query.boolean_query(optional, bag.minimum)))
        elif self.ranks or not bag.must:
            clauses += optional
        if not bag.must and not optional:
            clauses.append((Occur.Must, self.everything()))
        if not self.ranks:
            return Query.boolean_query(clauses)
        if bag.lifted:
            every = Query.boolean_query([(Occur.Must, self.query(part)) for part in bag.lifted])
            clauses.append((Occur.Should, Query.const_score_query(every, ALL_WORDS)))
        if bag.phrase:
            whole = Query.const_score_query(self.phrase(bag.phrase), WHOLE_PHRASE)
            clauses.append((Occur.Should, whole))
        return Query.boolean_query(clauses)


def _word_fields(fields: Iterable[TextField]) -> list[str]:
    """Headings stand in the body, too, and have no field of exact words."""
    return [f"{field}_word" for field in fields if field in EXACT_FIELDS]


def _any(queries: Iterable[Query]) -> Query:
    found = list(queries)
    if len(found) == 1:
        return found[0]
    if not found:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Should, query) for query in found])
