"""Labels and other names of the values of fields."""

from collections.abc import Iterable, Mapping, Sequence

from cms.caching.lookups import cached_until_change
from search.fields import Field, search_fields
from search.request.names import Names
from search.request.search_request import SearchRequest


def _read_values(field: Field) -> Mapping[str, Sequence[str]]:
    return field.values() if field.values else {}


known_values = cached_until_change(_read_values)
"""Return all values of a field, each with its names, the label first."""


def labels(name: str, values: Iterable[str]) -> dict[str, str]:
    """Return the label of each value; values that nothing goes by are their own."""
    known = known_values(search_fields()[name])
    return {value: next(iter(known.get(value, ())), value) for value in values}


def _read_names(fields: tuple[Field, ...]) -> Names:
    return Names({field.name: known_values(field) for field in fields})


_names = cached_until_change(_read_names)


def named(request: SearchRequest) -> SearchRequest:
    """Return the request with the values that its names of values mean."""
    if not request.filters and ":" not in request.query.text:
        return request
    return request.named(_names(search_fields().named))
