"""The leaves of a plan as tantivy queries: words, phrases, patterns, values and dates."""

from collections.abc import Iterable, Sequence
from datetime import date

import tantivy
from tantivy import Occur, Query

from search.engines.embedded import spacing
from search.engines.embedded.unions import best, either
from search.fields import search_fields
from search.plan.nodes import Grams, Nearby, Pattern, Similar, Words, as_written, unaccented_weight
from search.plan.ranking import EXACT, GRAM, MAX_EXPANSION, MOST_GRAMS


class Leaves:
    """For one searcher, whose dictionary tells which of a query's words there are at all.

    With `ranks` False its queries match the same pages, and leave out what only orders them.
    """

    def __init__(
        self, schema: tantivy.Schema, searcher: tantivy.Searcher, *, ranks: bool = True
    ) -> None:
        self.schema = schema
        self.searcher = searcher
        self.ranks = ranks
        self._known: dict[tuple[str, str], bool] = {}

    def holds(self, field: str, word: str) -> bool:
        """Return whether any page does; terms without one are left out, as each costs time."""
        known = self._known.get((field, word))
        if known is None:
            known = self._known[field, word] = self.searcher.doc_freq(field, word) > 0
        return known

    def everything(self) -> Query:
        return Query.const_score_query(self.term("kind", "page"), 0.0)

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
        """Return the query that finds a page: the best field counts most."""
        if len(wanted.terms) > 1:
            return self.phrase(wanted)
        if wanted.exact:
            return either(
                self.text(name, wanted.terms[0].word) for name in self.exact_fields(wanted)
            )
        stems = [
            (field, stem)
            for field in wanted.fields
            for stem in sorted(set(wanted.terms[0].forms))
            if self.holds(f"{field}_stem", stem)
        ]
        if not self.ranks:
            return either(
                self.text(f"{name}_stem", stem)
                for name, stem in stems
                if search_fields()[name].within not in wanted.fields
            )
        weight = unaccented_weight(wanted)
        return best(
            Query.boost_query(
                self.text(f"{field}_stem", stem), weight * search_fields()[field].weight
            )
            for field, stem in stems
        )

    def exact(self, wanted: Words) -> list[Query]:
        """Return a clause that ranks the exact word higher; it matches nothing by itself."""
        if not self.ranks:
            return []
        written = [
            Query.boost_query(self.text("accented", form), 4 * EXACT)
            for form in as_written(wanted)
            if self.holds("accented", form)
        ]
        if len(wanted.terms) > 1:
            return written
        [term] = wanted.terms
        exact = [
            Query.boost_query(self.text(name, term.word), EXACT)
            for name in self.exact_fields(wanted)
        ]
        return exact + written

    def grams(self, wanted: Grams) -> list[Query]:
        """Return clauses that rank pages by letters or syllables; the best field counts most."""
        found = []
        for gram in wanted.terms[:MOST_GRAMS]:
            fields = [name for name in wanted.fields if self.holds(f"{name}_gram", gram)]
            if fields:
                found.append(
                    best(
                        Query.boost_query(
                            self.text(f"{name}_gram", gram), GRAM * search_fields()[name].weight
                        )
                        for name in fields
                    )
                )
        return found

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
            return best(
                self.spaced(name, spoken, wanted.slop) for name in self.exact_fields(wanted)
            )
        variants = set(zip(*(term.forms for term in wanted.terms), strict=True))
        return best(
            Query.phrase_query(self.schema, f"{field}_stem", list(variant), wanted.slop)
            for field in wanted.fields
            for variant in sorted(variants)
            if all(self.holds(f"{field}_stem", stem) for stem in variant)
        )

    def spaced(self, field: str, words: Sequence[str], slop: int) -> Query:
        """In this order, with at most `slop` words between them in all."""
        if not slop:
            return self.near_phrase(field, words, 0)
        return either(spacing.spaced(self.placing(field), words, slop))

    def placing(self, field: str) -> spacing.Phrase:
        def phrase(placed: Sequence[spacing.Placed], moves: int) -> Query:
            return Query.phrase_query(self.schema, field, list(placed), moves)

        return phrase

    def nearby(self, wanted: Nearby) -> Query:
        """Phrases far from each other must stand as they are, but perhaps elsewhere on the page:
        tantivy's slop loosens them, too, and a clause for each distance would cost too much.
        """
        queries = []
        for name in _word_fields(wanted.fields):
            left, right = sides = wanted.left, wanted.right
            if left and right:
                exact = spacing.near(self.placing(name), left, right, wanted.distance)
                if exact:
                    queries += exact
                    continue
            whole = [
                (Occur.Must, self.near_phrase(name, side, 0)) for side in sides if len(side) > 1
            ]
            orders = [left + right, right + left]
            in_order = either(
                self.near_phrase(name, words, wanted.distance) for words in orders if len(words) > 1
            )
            queries.append(Query.boolean_query([*whole, (Occur.Must, in_order)]))
        return either(queries)

    def near_phrase(self, field: str, words: Sequence[str], slop: int) -> Query:
        return Query.phrase_query(self.schema, field, list(words), slop)

    def pattern(self, wanted: Pattern) -> Query:
        """Return the matching words of the dictionary, at most `MAX_EXPANSION` of each field."""
        if wanted.before:
            spoken: list[str | tuple[int, str]] = [*wanted.before, wanted.prefix]
            return either(
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
        return either(queries)

    def similar(self, wanted: Similar) -> Query:
        return either(
            Query.fuzzy_term_query(self.schema, name, wanted.word, wanted.distance)
            for name in _word_fields(wanted.fields)
        )


def _word_fields(fields: Iterable[str]) -> list[str]:
    """Headings stand in the body, too, and have no field of exact words."""
    return [f"{field}_word" for field in fields if field in search_fields().exact_names]
