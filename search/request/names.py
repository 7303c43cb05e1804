"""The values of fields and facets, and the ways in which people write them."""

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

MOST_NAMED = 10
"""Values that a warning names."""
_TERMS = {Kind.WORD, Kind.PHRASE}

Known = Mapping[str, Mapping[str, Sequence[str]]]
"""Values by field, each with its other names."""


class Names:
    """Capitals, accents and punctuation make no difference, but a value as it is comes first."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._meant: dict[str, dict[str, list[str]]] = {}
        for field, values in known.items():
            meant = self._meant[field] = {}
            for value, others in values.items():
                for key in dict.fromkeys(map(_key, (value, *others))):
                    meant.setdefault(key, []).append(value)

    def meant(self, field: str, text: str) -> tuple[str, ...]:
        """Return the values that go by this name; none if it is unknown."""
        if text in self._known.get(field, ()):
            return (text,)
        key = _key(text)
        return tuple(self._meant.get(field, {}).get(key, ())) if key else ()

    def chosen(self, field: str, texts: Sequence[str]) -> tuple[str, ...]:
        """Return the values of a filter, each once; what is unknown stays as it is."""
        found = (value for text in texts for value in self.meant(field, text) or (text,))
        return tuple(dict.fromkeys(found))

    def resolved(self, node: Node | None) -> Node | None:
        """Return the tree with values for names."""
        return self._resolved(node) if node and self._known else node

    def _resolved(self, node: Node, field: str | None = None) -> Node:
        match node:
            case And(nodes):
                return And(tuple(self._resolved(each, field) for each in nodes))
            case Or(nodes):
                return Or(tuple(self._resolved(each, field) for each in nodes))
            case Bag(clauses):
                return Bag(
                    tuple(
                        Clause(clause.occur, self._resolved(clause.node, field))
                        for clause in clauses
                    )
                )
            case Scoped(inner_field, inner):
                return Scoped(inner_field, self._resolved(inner, inner_field))
            case Word(text) | Phrase(text) if field is not None:
                return self._value(field, text) or node
        return node

    def _value(self, field: str, text: str) -> Node | None:
        values = tuple(map(Word, self.meant(field, text)))
        return Or(values) if len(values) > 1 else values[0] if values else None

    def warnings(self, tree: Node | None, texts: Mapping[str, str]) -> list[QueryWarning]:
        """Return warnings of values that nothing goes by; `texts` were read, by parameter."""
        return [
            self._warning(field, text, *_place(field, text, texts))
            for field, text in dict.fromkeys(_values(tree))
            if field in self._known and not self.meant(field, text)
        ]

    def unknown(self, chosen: Mapping[str, Sequence[str]]) -> list[QueryWarning]:
        """Return warnings of the values of filters that nothing goes by."""
        return [
            self._warning(field, value, 0, field)
            for field, values in chosen.items()
            if field in self._known
            for value in values
            if not self.meant(field, value)
        ]

    def _warning(self, field: str, text: str, position: int, parameter: str) -> QueryWarning:
        noun, instead = search_fields()[field].noun, self._instead(field, text)
        if instead:
            message = _("There is no {noun} “{text}”. Use one of: {known}.")
        else:
            message = _("There is no {noun} “{text}”.")
        message = message.format(text=text, noun=noun, known=instead)
        return QueryWarning(Code.UNKNOWN_VALUE, message, position, parameter)

    def _instead(self, field: str, text: str) -> str:
        """Return known values: those written alike, else the first; empty where none is listed."""
        if not search_fields()[field].is_listed:
            return ""
        known = self._known[field]
        alike = get_close_matches(_key(text), self._meant[field], MOST_NAMED)
        found = dict.fromkeys(value for key in alike for value in self._meant[field][key])
        named = [*(found or known)][:MOST_NAMED]
        more = ["…"] if not found and len(known) > MOST_NAMED else []
        return ", ".join([*named, *more])


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


def _place(field: str, text: str, texts: Mapping[str, str]) -> tuple[int, str]:
    """Return the position of the name's text, and the parameter that has it."""
    key = _key(text)
    for parameter, written in texts.items():
        within: str | None = None
        for token in tokens(clean(written)):
            if token.kind is Kind.FIELD:
                within = search_fields().query_name(token.text)
            elif within == field and token.kind in _TERMS and _key(token.text) == key:
                return token.position, parameter
    return 0, "q"


NO_NAMES = Names({})
