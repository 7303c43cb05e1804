"""Editors' synonyms, and a query's tree with what its words may stand for.

A word gets the other words of its rules beside it, once: what they stand for in turn is not
looked up, so rules that lead in a circle do no harm. Where several words in a row are a term of
a rule, each of them gets the others: `(a or x) and (b or x)` is `(a and b) or x`, and a query
that needs only some of the words still finds pages with some.

Only plain words are expanded. Who writes a phrase, a wildcard, `word~` or NEAR has said how it is
written, and who excludes a word has not excluded others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from search.fields import search_fields
from search.query.tree import (
    And,
    Bag,
    Clause,
    Node,
    Occur,
    Or,
    Scoped,
    Synonym,
    Synonyms,
    Word,
)
from search.request.states import NAMES
from search.text.forms import folded, lowered, stem
from search.text.languages import STOPWORDS
from search.text.scripts import is_unspaced
from search.text.words import segments, units, words

MAX_TERMS = 20
"""Most terms of one rule, and others that one term may have by all rules."""
MAX_WORDS = 8
"""Most words of one term."""
MAX_SYNONYMS = 64
"""Added to one query; each costs an engine about as much as a word."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Terms that find each other, or of which the first finds the others only."""

    terms: tuple[str, ...]
    locale: str = ""
    """The language of the pages that it is about; empty is every language."""
    is_one_way: bool = False

    def sources(self) -> tuple[str, ...]:
        """Return the terms that find others."""
        return self.terms[:1] if self.is_one_way else self.terms

    def others(self, term: str) -> list[str]:
        own = key(term, self.locale)
        return [other for other in self.terms if key(other, self.locale) != own]


def key(term: str, locale: str) -> Key:
    """Return what makes two terms the same: the stems of their words, of which “of” is none."""
    found = units(term)
    telling = [word for word in found if not is_stopword(word)]
    return tuple(stem(word, locale or "en") for word in telling or found)


def is_stopword(word: str) -> bool:
    return lowered(word) in STOPWORDS


class Thesaurus:
    """Rules ready for look-ups; made once and shared by all searches."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        found: dict[str, dict[Key, dict[Synonym, None]]] = defaultdict(lambda: defaultdict(dict))
        known: set[str] = set()
        for rule in rules:
            known.update(folded(word) for term in rule.terms for word in words(term))
            for term in rule.sources():
                others = (Synonym(other, rule.locale) for other in rule.others(term))
                found[rule.locale][key(term, rule.locale)] |= dict.fromkeys(others)
        self._found = {
            locale: {each: tuple(others)[:MAX_TERMS] for each, others in keys.items()}
            for locale, keys in found.items()
        }
        self.words = frozenset(known)
        """All words of all rules, folded."""

    def __bool__(self) -> bool:
        return bool(self._found)

    def expanded(self, node: Node | None) -> Node | None:
        """Return the tree with at most `MAX_SYNONYMS` synonyms in it; itself if there are none."""
        return _Expansion(self).of(node) if node is not None and self else node

    def runs(self, texts: Sequence[str]) -> Iterator[tuple[range, tuple[Synonym, ...]]]:
        """Places of words that are a term together, with its synonyms."""
        stops = list(map(is_stopword, texts))
        for locale, keys in self._found.items():
            stems = [key(text, locale) for text in texts]
            for start in range(len(stems)):
                run: Key = ()
                for end in range(start, start + 1 if stops[start] else len(stems)):
                    if stops[end] and end > start:
                        continue
                    run += stems[end]
                    if len(run) > MAX_WORDS:
                        break
                    if others := keys.get(run):
                        yield range(start, end + 1), others


NO_SYNONYMS = Thesaurus()
STATES = tuple(Rule(names) for names in NAMES)
"""The synonyms that every site begins with."""
USUAL_SYNONYMS = Thesaurus(STATES)


class _Expansion:
    """The expansion of one query: counts what it adds."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus
        self._left = MAX_SYNONYMS

    def of(self, node: Node) -> Node:
        match node:
            case And(nodes):
                return And(tuple(map(self.of, nodes)))
            case Or(nodes):
                return Or(tuple(map(self.of, nodes)))
            case Scoped(field, inner) if field in search_fields().scopes:
                return Scoped(field, self.of(inner))
            case Bag(clauses):
                return self._bag(clauses)
            case Word():
                return self._words([node])[0]
        return node

    def _bag(self, clauses: tuple[Clause, ...]) -> Bag:
        """Words side by side are looked up together."""
        expanded: list[Clause] = []
        row: list[Clause] = []
        for clause in (*clauses, None):
            if clause and isinstance(clause.node, Word) and clause.occur is not Occur.MUST_NOT:
                row.append(clause)
                continue
            found = self._words([each.node for each in row if isinstance(each.node, Word)])
            expanded += [replace(old, node=new) for old, new in zip(row, found, strict=True)]
            row = []
            if clause:
                excluded = clause.occur is Occur.MUST_NOT
                expanded.append(clause if excluded else replace(clause, node=self.of(clause.node)))
        return Bag(tuple(expanded))

    def _words(self, row: list[Word]) -> list[Node]:
        others: list[dict[Synonym, None]] = [{} for _ in row]
        for places, found in self._thesaurus.runs([word.text for word in row]):
            for at in places:
                if len(places) == 1 or not is_stopword(row[at].text):
                    others[at] |= dict.fromkeys(found)
        return [
            self._beside(word, found) if found else self._inside(word)
            for word, found in zip(row, others, strict=True)
        ]

    def _beside(self, word: Word, others: dict[Synonym, None]) -> Node:
        taken = tuple(islice(others, self._left))
        self._left -= len(taken)
        return Synonyms(word, taken) if taken else word

    def _inside(self, word: Word) -> Node:
        """Return the words that a text without spaces is made of."""
        parts = segments(word.text) if is_unspaced(word.text) else []
        if len(parts) < 2:
            return word
        bag = Bag(tuple(Clause(Occur.SHOULD, each) for each in self._words(list(map(Word, parts)))))
        return bag if any(isinstance(each.node, Synonyms) for each in bag.clauses) else word
