"""The leaves of a plan as tantivy queries: words, phrases, patterns, values and dates."""

from collections.abc import Iterable, Sequence
from datetime import date

import tantivy
from tantivy import Occur, Query

from search.engines.embedded import spacing
from search.engines.embedded.unions import best, either
from search.fields import search_fields
from search.plan.nodes import Grams, Nearby, Pattern, Similar, Words, spellings, unaccented_weight
from search.plan.ranking import EXACT, GRAM, MAX_EXPANSION, MAX_GRAMS


class Leaves:
    """Compiles leaves for one searcher; words that its index does not contain are left out.

    With `ranks` False its queries match the same pages without clauses that only rank them.
    """

    def __init__(
        self, schema: tantivy.Schema, searcher: tantivy.Searcher, *, ranks: bool = True
    ) -> None:
        self.schema = schema
        self.searcher = searcher
        self.ranks = ranks
        self._indexed: dict[tuple[str, str], bool] = {}

    def occurs(self, field: str, word: str) -> bool:
        """Return whether any page has the word; words that no page has would only cost time."""
        is_indexed = self._indexed.get((field, word))
        if is_indexed is None:
            is_indexed = self._indexed[field, word] = self.searcher.doc_freq(field, word) > 0
        return is_indexed

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

    def words(self, node: Words) -> Query:
        """Return the query of one term, with a boost for the exact form, or of a phrase."""
        matching, exact = self.terms(node), self.exact(node)
        if not exact:
            return matching
        return Query.boolean_query(
            [(Occur.Must, matching), *((Occur.Should, each) for each in exact)]
        )

    def terms(self, node: Words) -> Query:
        """Return the query that matches pages by stems; the best field counts most."""
        if len(node.terms) > 1:
            return self.phrase(node)
        if node.exact:
            return either(self.text(name, node.terms[0].word) for name in self.exact_fields(node))
        stems = [
            (field, stem)
            for field in node.fields
            for stem in sorted(set(node.terms[0].forms))
            if self.occurs(f"{field}_stem", stem)
        ]
        if not self.ranks:
            return either(
                self.text(f"{name}_stem", stem)
                for name, stem in stems
                if search_fields()[name].within not in node.fields
            )
        weight = unaccented_weight(node)
        return best(
            Query.boost_query(
                self.text(f"{field}_stem", stem), weight * search_fields()[field].weight
            )
            for field, stem in stems
        )

    def exact(self, node: Words) -> list[Query]:
        """Return optional clauses that boost pages with the exact word."""
        if not self.ranks:
            return []
        written = [
            Query.boost_query(self.text("accented", form), 4 * EXACT)
            for form in spellings(node)
            if self.occurs("accented", form)
        ]
        if len(node.terms) > 1:
            return written
        [term] = node.terms
        exact = [
            Query.boost_query(self.text(name, term.word), EXACT) for name in self.exact_fields(node)
        ]
        return exact + written

    def grams(self, node: Grams) -> list[Query]:
        """Return clauses that rank pages by n-grams; the best field counts most."""
        clauses = []
        for gram in node.terms[:MAX_GRAMS]:
            fields = [name for name in node.fields if self.occurs(f"{name}_gram", gram)]
            if fields:
                clauses.append(
                    best(
                        Query.boost_query(
                            self.text(f"{name}_gram", gram), GRAM * search_fields()[name].weight
                        )
                        for name in fields
                    )
                )
        return clauses

    def exact_fields(self, node: Words) -> list[str]:
        """Return the fields of exact words in which every word occurs."""
        return [
            name
            for name in _word_fields(node.fields)
            if all(self.occurs(name, term.word) for term in node.terms)
        ]

    def text(self, field: str, word: str) -> Query:
        return Query.term_query(self.schema, field, word, "freq")

    def phrase(self, node: Words) -> Query:
        if node.exact:
            exact_words = [term.word for term in node.terms]
            return best(
                self.spaced(name, exact_words, node.slop) for name in self.exact_fields(node)
            )
        variants = set(zip(*(term.forms for term in node.terms), strict=True))
        return best(
            Query.phrase_query(self.schema, f"{field}_stem", list(variant), node.slop)
            for field in node.fields
            for variant in sorted(variants)
            if all(self.occurs(f"{field}_stem", stem) for stem in variant)
        )

    def spaced(self, field: str, words: Sequence[str], slop: int) -> Query:
        """Return the query for the words in this order, with at most `slop` words between them."""
        if not slop:
            return self.near_phrase(field, words, 0)
        return either(spacing.spaced(self.placing(field), words, slop))

    def placing(self, field: str) -> spacing.Phrase:
        def phrase(placed: Sequence[spacing.Placed], moves: int) -> Query:
            return Query.phrase_query(self.schema, field, list(placed), moves)

        return phrase

    def nearby(self, node: Nearby) -> Query:
        """Return the query for both sides near each other, in either order.

        For long phrases it is approximate: tantivy's slop loosens the phrases, too, and a clause
        for each distance would be too expensive. So each phrase must occur somewhere on the page.
        """
        queries = []
        for name in _word_fields(node.fields):
            left, right = sides = node.left, node.right
            if left and right:
                exact = spacing.near(self.placing(name), left, right, node.distance)
                if exact:
                    queries += exact
                    continue
            sides_as_phrases = [
                (Occur.Must, self.near_phrase(name, side, 0)) for side in sides if len(side) > 1
            ]
            orders = [left + right, right + left]
            in_order = either(
                self.near_phrase(name, words, node.distance) for words in orders if len(words) > 1
            )
            queries.append(Query.boolean_query([*sides_as_phrases, (Occur.Must, in_order)]))
        return either(queries)

    def near_phrase(self, field: str, words: Sequence[str], slop: int) -> Query:
        return Query.phrase_query(self.schema, field, list(words), slop)

    def pattern(self, node: Pattern) -> Query:
        """Return the query for the matching words of each field, at most `MAX_EXPANSION`."""
        if node.before:
            phrase: list[str | tuple[int, str]] = [*node.before, node.prefix]
            return either(
                Query.phrase_prefix_query(self.schema, name, phrase)
                for name in _word_fields(node.fields)
            )
        queries = []
        for name in _word_fields(node.fields):
            limit = MAX_EXPANSION if node.pattern is None else 40 * MAX_EXPANSION
            prefixed = self.searcher.terms_with_prefix(name, node.prefix, limit=limit)
            pattern = node.pattern
            expanded = [term for term, _ in prefixed if pattern is None or pattern.fullmatch(term)]
            if expanded:
                query = Query.term_set_query(self.schema, name, expanded[:MAX_EXPANSION])
                queries.append(Query.const_score_query(query, 1.0))
        return either(queries)

    def similar(self, node: Similar) -> Query:
        return either(
            Query.fuzzy_term_query(self.schema, name, node.word, node.distance)
            for name in _word_fields(node.fields)
        )


def _word_fields(fields: Iterable[str]) -> list[str]:
    """Return the fields of exact words; headings have none, since the body contains them."""
    return [f"{field}_word" for field in fields if field in search_fields().exact_names]
