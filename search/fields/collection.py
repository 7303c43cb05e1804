"""The collection of all declared fields, and what is derived from them."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property

from search.fields.field import Field


class Fields:
    """An immutable collection of fields, in the order of registration."""

    def __init__(self, by_name: Mapping[str, Field]) -> None:
        self._by_name = dict(by_name)

    def __iter__(self) -> Iterator[Field]:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> Field:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    @cached_property
    def texts(self) -> tuple[Field, ...]:
        return tuple(each for each in self if each.kind == "text")

    @cached_property
    def values(self) -> tuple[Field, ...]:
        return tuple(each for each in self if each.kind == "value")

    @cached_property
    def text_names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.texts)

    @cached_property
    def exact_names(self) -> tuple[str, ...]:
        """Return the text fields that are also indexed as written: those not `within` another."""
        return tuple(each.name for each in self.texts if not each.within)

    @cached_property
    def excerpt_names(self) -> tuple[str, ...]:
        """Return the text fields that excerpts are taken from, in order of preference."""
        return tuple(name for name in self.exact_names if name != "title")

    @cached_property
    def value_names(self) -> frozenset[str]:
        return frozenset(each.name for each in self.values)

    @cached_property
    def filters(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.values if each.is_filtered)

    @cached_property
    def named(self) -> tuple[Field, ...]:
        """Return the fields whose values have names."""
        return tuple(each for each in self.values if each.values is not None)

    @cached_property
    def facets(self) -> tuple[str, ...]:
        return tuple(each.name for each in self if each.kind != "text" and each.is_faceted)

    @cached_property
    def sorts(self) -> tuple[str, ...]:
        """Return the sort orders: relevance, dates, the title, then those of other fields."""
        ordered = sorted(self, key=lambda each: each.kind != "date")
        return ("relevance", *(sort for each in ordered for sort in each.sorts))

    @cached_property
    def scopes(self) -> Mapping[str, tuple[str, ...]]:
        """Return the text fields that each text field of the query language searches."""
        names_by_scope: dict[str, tuple[str, ...]] = {}
        for each in self.texts:
            names_by_scope[each.scope] = (*names_by_scope.get(each.scope, ()), each.name)
        return names_by_scope

    @cached_property
    def query_names(self) -> tuple[str, ...]:
        """Return the names of the fields in the query language."""
        return tuple(dict.fromkeys(e.scope if e.kind == "text" else e.name for e in self))

    def query_name(self, name: str) -> str | None:
        """Return the name in the query language, ignoring case; None if it is unknown."""
        lower = name.lower()
        return lower if lower in self.query_names else None

    def phrase(self, query_name: str) -> str:
        """Return the phrase that introduces a field of the query language in an explanation."""
        inside = self.scopes.get(query_name, (query_name,))
        return str(self[query_name if query_name in inside else inside[0]].phrase)

    @cached_property
    def fingerprint(self) -> str:
        """Return a digest, 8 hexadecimal digits, that changes if indexes must be rebuilt."""
        indexed = [(each.name, each.kind, each.within, each.is_sorted) for each in self]
        return hashlib.blake2b(repr(sorted(indexed)).encode(), digest_size=4).hexdigest()
