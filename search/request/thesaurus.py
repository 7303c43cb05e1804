"""The editors' synonym rules, and the expansion of queries by them.

A word gets the synonyms of its rules, but not the synonyms of those, so circular rules do no harm.
If adjacent words together are a term of a rule, each of them gets the synonyms:
`(a or x) and (b or x)` equals `(a and b) or x`, and a query for which some words suffice still
finds pages with some of them.

Only plain words are expanded: a phrase, a wildcard, `word~` or NEAR specifies the spelling, and the
exclusion of a word does not exclude its synonyms. Names of states are replaced in phrases, too,
because quotation marks keep the words of a name together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from search.fields import search_fields
from search.query.tree import (
    And,
    Bag,
    Clause,
    Node,
    Occur,
    Or,
    Phrase,
    Scoped,
    Synonym,
    Synonyms,
    Word,
)
from search.request.states import STATE_NAMES
from search.text.forms import folded, lowered, stem
from search.text.languages import STOPWORDS
from search.text.scripts import is_unspaced
from search.text.words import segments, units, words

MAX_TERMS = 20
"""The maximum number of terms in a rule, and of synonyms of one term by all rules."""
MAX_WORDS = 8
"""The maximum number of words in a term."""
MAX_SYNONYMS = 64
"""The maximum number of synonyms in a query; each costs an engine about as much as a word."""

TermKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Synonymous terms; if `is_one_way`, only the first finds the others."""

    terms: tuple[str, ...]
    locale: str = ""
    """The language of the pages to which the rule applies; empty for all languages."""
    is_one_way: bool = False
    is_name: bool = False
    """The terms are names of one thing, which are also replaced in phrases."""

    def sources(self) -> tuple[str, ...]:
        """Return the terms that find others."""
        return self.terms[:1] if self.is_one_way else self.terms

    def others(self, term: str) -> list[str]:
        key = term_key(term, self.locale)
        return [other for other in self.terms if term_key(other, self.locale) != key]


def term_key(term: str, locale: str) -> TermKey:
    """Return the stems of the words of a term without stop words: equal terms have equal keys."""
    all_words = units(term)
    content_words = [word for word in all_words if not is_stopword(word)]
    return tuple(stem(word, locale or "en") for word in content_words or all_words)


def is_stopword(word: str) -> bool:
    return lowered(word) in STOPWORDS


class Thesaurus:
    """Synonyms by locale and term; immutable, so that all searches share it."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        synonyms: dict[str, dict[TermKey, dict[Synonym, None]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        known_words: set[str] = set()
        names: dict[TermKey, tuple[str, ...]] = {}
        for rule in rules:
            if rule.is_name:
                names |= {_name_key(name): tuple(rule.others(name)) for name in rule.terms}
            known_words.update(folded(word) for term in rule.terms for word in words(term))
            for term in rule.sources():
                others = (Synonym(other, rule.locale) for other in rule.others(term))
                synonyms[rule.locale][term_key(term, rule.locale)] |= dict.fromkeys(others)
        self._synonyms = {
            locale: {each: tuple(others)[:MAX_TERMS] for each, others in keys.items()}
            for locale, keys in synonyms.items()
        }
        self._names = names
        self.words = frozenset(known_words)
        """All words of all rules, folded."""

    def __bool__(self) -> bool:
        return bool(self._synonyms)

    def expanded(self, node: Node | None) -> Node | None:
        """Return the tree with at most `MAX_SYNONYMS` synonyms; the same tree if there are none."""
        return _Expansion(self).of(node) if node is not None and self else node

    def find_terms(self, texts: Sequence[str]) -> Iterator[tuple[range, tuple[Synonym, ...]]]:
        """Yield the positions of adjacent words that are a term, with its synonyms."""
        stops = list(map(is_stopword, texts))
        for locale, keys in self._synonyms.items():
            stems = [term_key(text, locale) for text in texts]
            for start in range(len(stems)):
                run: TermKey = ()
                for end in range(start, start + 1 if stops[start] else len(stems)):
                    if stops[end] and end > start:
                        continue
                    run += stems[end]
                    if len(run) > MAX_WORDS:
                        break
                    if others := keys.get(run):
                        yield range(start, end + 1), others

    def with_other_names(self, text: str) -> Iterator[Synonym]:
        """Yield a phrase with other names in place of those in it; none if there are no names."""
        key = _name_key(text)
        parts: list[tuple[str, ...]] = []
        start = 0
        while start < len(key):
            ends = range(min(len(key), start + MAX_WORDS), start, -1)
            end = next((end for end in ends if key[start:end] in self._names), start + 1)
            part = " ".join(key[start:end])
            parts.append((part, *self._names.get(key[start:end], ())))
            start = end
        return (Synonym(" ".join(each)) for each in islice(product(*parts), 1, MAX_TERMS))


def _name_key(name: str) -> TermKey:
    return tuple(map(folded, words(name)))


NO_SYNONYMS = Thesaurus()
STATE_RULES = tuple(Rule(names, is_name=True) for names in STATE_NAMES)
"""The rules for names of states, which every site has."""
DEFAULT_SYNONYMS = Thesaurus(STATE_RULES)


class _Expansion:
    """The expansion of one query, which counts the synonyms that it adds."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus
        self._remaining = MAX_SYNONYMS

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
            case Phrase(text):
                others = dict.fromkeys(self._thesaurus.with_other_names(text))
                return self._with_synonyms(node, others)
        return node

    def _bag(self, clauses: tuple[Clause, ...]) -> Bag:
        """Return the bag with synonyms; adjacent words are looked up together."""
        expanded: list[Clause] = []
        adjacent: list[Clause] = []
        for clause in (*clauses, None):
            if clause and isinstance(clause.node, Word) and clause.occur is not Occur.MUST_NOT:
                adjacent.append(clause)
                continue
            nodes = self._words([each.node for each in adjacent if isinstance(each.node, Word)])
            expanded += [replace(old, node=new) for old, new in zip(adjacent, nodes, strict=True)]
            adjacent = []
            if clause:
                excluded = clause.occur is Occur.MUST_NOT
                expanded.append(clause if excluded else replace(clause, node=self.of(clause.node)))
        return Bag(tuple(expanded))

    def _words(self, adjacent: list[Word]) -> list[Node]:
        others: list[dict[Synonym, None]] = [{} for _ in adjacent]
        for places, synonyms in self._thesaurus.find_terms([word.text for word in adjacent]):
            for at in places:
                if len(places) == 1 or not is_stopword(adjacent[at].text):
                    others[at] |= dict.fromkeys(synonyms)
        return [
            self._with_synonyms(word, synonyms) if synonyms else self._segmented(word)
            for word, synonyms in zip(adjacent, others, strict=True)
        ]

    def _with_synonyms(self, word: Word | Phrase, others: Mapping[Synonym, None]) -> Node:
        added = tuple(islice(others, self._remaining))
        self._remaining -= len(added)
        return Synonyms(word, added) if added else word

    def _segmented(self, word: Word) -> Node:
        """Return the segments of a word written without spaces, with synonyms if any has some."""
        parts = segments(word.text) if is_unspaced(word.text) else []
        if len(parts) < 2:
            return word
        bag = Bag(tuple(Clause(Occur.SHOULD, each) for each in self._words(list(map(Word, parts)))))
        return bag if any(isinstance(each.node, Synonyms) for each in bag.clauses) else word
