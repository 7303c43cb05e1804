"""Resolves the names that people write for values of fields and facets."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from search.fields import search_fields
from search.interface import gettext as _
from search.query.tokens import Kind, clean, tokens
from search.query.tree import (
    And,
    Bag,
    Clause,
    Node,
    Or,
    Phrase,
    Scoped,
    Word,
)
from search.query.warning import Code, QueryWarning
from search.text.forms import folded
from search.text.words import words

MAX_LISTED = 10
"""The number of values that a warning lists."""
_TERMS = {Kind.WORD, Kind.PHRASE}

KnownValues = Mapping[str, Mapping[str, Sequence[str]]]
"""The other names of each value, by field and value."""


class Names:
    """The names of the values of fields.

    Case, accents and punctuation are ignored, but an exact value has precedence.
    """

    def __init__(self, known_values: KnownValues) -> None:
        self._known_values = known_values
        self._values_by_key: dict[str, dict[str, list[str]]] = {}
        for field, values in known_values.items():
            by_key = self._values_by_key[field] = {}
            for value, others in values.items():
                for key in dict.fromkeys(map(_key, (value, *others))):
                    by_key.setdefault(key, []).append(value)

    def values_of(self, field: str, text: str) -> tuple[str, ...]:
        """Return the values that have this name; none if it is unknown."""
        if text in self._known_values.get(field, ()):
            return (text,)
        key = _key(text)
        return tuple(self._values_by_key.get(field, {}).get(key, ())) if key else ()

    def resolve_values(self, field: str, texts: Sequence[str]) -> tuple[str, ...]:
        """Return the values of a filter without duplicates; unknown names are kept."""
        resolved = (value for text in texts for value in self.values_of(field, text) or (text,))
        return tuple(dict.fromkeys(resolved))

    def resolve_tree(self, node: Node | None) -> Node | None:
        """Return the tree with values in place of names."""
        return self._resolve(node) if node and self._known_values else node

    def _resolve(self, node: Node, field: str | None = None) -> Node:
        match node:
            case And(nodes):
                return And(tuple(self._resolve(each, field) for each in nodes))
            case Or(nodes):
                return Or(tuple(self._resolve(each, field) for each in nodes))
            case Bag(clauses):
                return Bag(
                    tuple(
                        Clause(clause.occur, self._resolve(clause.node, field))
                        for clause in clauses
                    )
                )
            case Scoped(inner_field, inner):
                return Scoped(inner_field, self._resolve(inner, inner_field))
            case Word(text) | Phrase(text) if field is not None:
                return self._value(field, text) or node
        return node

    def _value(self, field: str, text: str) -> Node | None:
        values = tuple(map(Word, self.values_of(field, text)))
        return Or(values) if len(values) > 1 else values[0] if values else None

    def query_warnings(self, tree: Node | None, texts: Mapping[str, str]) -> list[QueryWarning]:
        """Return a warning for each unknown name in a query; `texts` are its texts by parameter."""
        return [
            self._warning(field, text, *_position(field, text, texts))
            for field, text in dict.fromkeys(_values(tree))
            if field in self._known_values and not self.values_of(field, text)
        ]

    def filter_warnings(self, filters: Mapping[str, Sequence[str]]) -> list[QueryWarning]:
        """Return a warning for each unknown value of a filter."""
        return [
            warning
            for field, values in filters.items()
            for warning in self.value_warnings(field, values, field)
        ]

    def value_warnings(
        self, field: str, values: Sequence[str], parameter: str
    ) -> list[QueryWarning]:
        """Return a warning for each unknown value that a parameter gives."""
        return [
            self._warning(field, value, 0, parameter)
            for value in values
            if field in self._known_values and not self.values_of(field, value)
        ]

    def _warning(self, field: str, text: str, position: int, parameter: str) -> QueryWarning:
        noun, alternatives = search_fields()[field].noun, self._alternatives(field, text)
        if alternatives:
            message = _("There is no {noun} “{text}”. Use one of: {known}.")
        else:
            message = _("There is no {noun} “{text}”.")
        message = message.format(text=text, noun=noun, known=alternatives)
        return QueryWarning(Code.UNKNOWN_VALUE, message, position, parameter)

    def _alternatives(self, field: str, text: str) -> str:
        """Return values of similar spelling, else the first ones; empty if the field lists none."""
        if not search_fields()[field].is_listed:
            return ""
        values = self._known_values[field]
        similar_keys = get_close_matches(_key(text), self._values_by_key[field], MAX_LISTED)
        similar = dict.fromkeys(
            value for key in similar_keys for value in self._values_by_key[field][key]
        )
        listed = [*(similar or values)][:MAX_LISTED]
        ellipsis = ["…"] if not similar and len(values) > MAX_LISTED else []
        return ", ".join([*listed, *ellipsis])


def _key(text: str) -> str:
    return " ".join(map(folded, words(text)))


def _values(node: Node | None, field: str | None = None) -> Iterator[tuple[str, str]]:
    match node:
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from _values(each, field)
        case Bag(clauses):
            for clause in clauses:
                yield from _values(clause.node, field)
        case Scoped(inner_field, inner):
            yield from _values(inner, inner_field)
        case Word(text) | Phrase(text) if field:
            yield field, text


def _position(field: str, text: str, texts: Mapping[str, str]) -> tuple[int, str]:
    """Return the position of a name, and the parameter that contains it."""
    key = _key(text)
    for parameter, query_text in texts.items():
        current_field: str | None = None
        for token in tokens(clean(query_text)):
            if token.kind is Kind.FIELD:
                current_field = search_fields().query_name(token.text)
            elif current_field == field and token.kind in _TERMS and _key(token.text) == key:
                return token.position, parameter
    return 0, "q"


NO_NAMES = Names({})
