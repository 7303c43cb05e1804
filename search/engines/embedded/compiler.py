"""Compiles a plan to a tantivy query, without tantivy's query parser."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from tantivy import Occur, Query

from search.engines.embedded.leaves import Leaves
from search.engines.embedded.unions import best, either
from search.engines.ordering import MAX_KEY_LENGTH
from search.plan.nodes import (
    All,
    Alternatives,
    Choice,
    Dates,
    Either,
    Nearby,
    Pattern,
    Plan,
    Similar,
    Unscored,
    Value,
    Words,
    synonym_factor,
)
from search.plan.ranking import (
    ALL_WORDS,
    EXACT_NAME,
    EXACT_TITLE,
    SYNONYM,
    WHOLE_PHRASE,
    WHOLE_WORD,
)
from search.request.search_request import SearchRequest


class Compiler(Leaves):
    """Compiles whole plans for one searcher."""

    @cached_property
    def matcher(self) -> "Compiler":
        """Return a compiler whose queries match the same pages without ranking them."""
        if not self.ranks:
            return self
        matcher = Compiler(self.schema, self.searcher, ranks=False)
        matcher._indexed = self._indexed
        return matcher

    def query(self, query_plan: Plan | None) -> Query:
        """Return the query of a plan; without a plan it matches every page."""
        match query_plan:
            case None:
                return self.everything()
            case Words():
                return self.words(query_plan)
            case Nearby():
                return self.nearby(query_plan)
            case Pattern():
                return self.pattern(query_plan)
            case Similar():
                return self.similar(query_plan)
            case Unscored(part):
                return Query.const_score_query(self.terms(part), 0.0)
            case Value(field, value):
                return self.term(field, value)
            case Dates(first, last):
                return self.dates(first, last)
            case All(parts):
                return Query.boolean_query([(Occur.Must, self.query(part)) for part in parts])
            case Either(parts):
                return either(map(self.query, parts))
            case Alternatives(original, others):
                weighted = [
                    Query.boost_query(self.query(part), SYNONYM * synonym_factor(part))
                    for part in others
                ]
                return best([self.query(original), *weighted])
            case Choice():
                return self.choice(query_plan)

    def whole(self, query_plan: Plan | None) -> Query:
        """Return the query of a whole plan: the word itself comes before its synonyms."""
        matching = self.query(query_plan)
        if not self.ranks or not isinstance(query_plan, Alternatives):
            return matching
        original = Query.const_score_query(self.matcher.query(query_plan.original), WHOLE_WORD)
        return Query.boolean_query([(Occur.Must, matching), (Occur.Should, original)])

    def titled(self, query: Query, title: str) -> Query:
        """Return the query with a boost for pages of exactly this title or name (folded words)."""
        if not title:
            return query
        first = [
            Query.const_score_query(self.term(column, title[:MAX_KEY_LENGTH]), boost)
            for column, boost in (("title_order", EXACT_TITLE), ("name_order", EXACT_NAME))
        ]
        return Query.boolean_query([(Occur.Must, query), *((Occur.Should, e) for e in first)])

    def preferring(self, query: Query, boosts: Sequence[tuple[str, float]]) -> Query:
        """Return the query with boosts for pages in languages, if any are given."""
        if not boosts:
            return query
        preferred = [
            (Occur.Should, Query.const_score_query(self.term("locale", locale), boost))
            for locale, boost in boosts
        ]
        return Query.boolean_query([(Occur.Must, query), *preferred])

    def filters(self, request: SearchRequest, without: str = "") -> list[Query]:
        """Return the filters of every facet but one, of the period, and of pages."""
        chosen = [
            either(self.term(name, value) for value in values)
            for name, values in request.filters.items()
            if name != without
        ]
        if (request.date_from or request.date_to) and without != "date":
            chosen.append(self.dates(request.date_from, request.date_to))
        if request.among is not None:
            among = sorted(request.among)
            chosen.append(Query.term_set_query(self.schema, "id", among))
        if request.hidden:
            hidden = Query.term_set_query(self.schema, "id", sorted(request.hidden))
            not_hidden = [(Occur.Must, self.everything()), (Occur.MustNot, hidden)]
            chosen.append(Query.boolean_query(not_hidden))
        return chosen

    def choice(self, bag: Choice) -> Query:
        clauses = [(Occur.Must, self.query(part)) for part in bag.must]
        clauses += [(Occur.MustNot, self.query(part)) for part in bag.must_not]
        clauses += self.optional(bag)
        if not bag.must and not bag.should:
            clauses.append((Occur.Must, self.everything()))
        if self.ranks:
            clauses += [(Occur.Should, each) for each in self.boosts(bag)]
            if bag.grams:
                clauses += [(Occur.Should, each) for each in self.grams(bag.grams)]
        return Query.boolean_query(clauses)

    def optional(self, bag: Choice) -> list[tuple[Occur, Query]]:
        """Return the clauses of `should`; one union where one match is enough: it is fastest."""
        if not bag.should or (bag.must and not bag.minimum and not self.ranks):
            return []
        matching = [
            self.terms(each) if isinstance(each, Words) else self.query(each) for each in bag.should
        ]
        exact = [
            each for part in bag.should if isinstance(part, Words) for each in self.exact(part)
        ]
        if bag.minimum > 1:
            enough = Query.boolean_query([(Occur.Should, each) for each in matching], bag.minimum)
            return [(Occur.Must, enough), *((Occur.Should, each) for each in exact)]
        return [(Occur.Must if bag.minimum else Occur.Should, either(matching + exact))]

    def boosts(self, bag: Choice) -> Iterator[Query]:
        """Yield clauses that boost pages with all words, and those with them as a phrase."""
        if bag.all_words and all(map(self.may_match, bag.all_words)):
            every = [(Occur.Must, self.matcher.query(part)) for part in bag.all_words]
            yield Query.const_score_query(Query.boolean_query(every), ALL_WORDS)
        if bag.phrase and self.exact_fields(bag.phrase):
            yield Query.const_score_query(self.phrase(bag.phrase), WHOLE_PHRASE)

    def may_match(self, part: Plan) -> bool:
        """Return False if the part is a word that no page contains."""
        if not isinstance(part, Words) or len(part.terms) > 1 or part.exact:
            return True
        stems = part.terms[0].forms
        return any(self.occurs(f"{field}_stem", stem) for field in part.fields for stem in stems)
