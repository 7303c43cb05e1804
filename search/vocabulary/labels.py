"""The labels and other names of field values."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import get_language

from cms.caching.lookups import cached_until_change
from cms.languages.interface import site_language
from search.fields import Field, search_fields
from search.request.names import Names
from search.request.search_request import SearchRequest


def _read_values(key: tuple[Field, str]) -> Mapping[str, Sequence[str]]:
    field, language = key
    with site_language(language):
        return field.values() if field.values else {}


_values = cached_until_change(_read_values)


def field_values(field: Field) -> Mapping[str, Sequence[str]]:
    """Return all values of a field, each with its names, the label in the active language first."""
    return _values((field, get_language() or ""))


def labels(name: str, values: Iterable[str]) -> dict[str, str]:
    """Return the label of each value; unknown values are their own labels."""
    names_by_value = field_values(search_fields()[name])
    return {value: next(iter(names_by_value.get(value, ())), value) for value in values}


def _read_names(key: tuple[tuple[Field, ...], str]) -> Names:
    fields, language = key
    with site_language(language):
        return Names({field.name: field_values(field) for field in fields})


_names = cached_until_change(_read_names)


def resolve_names(request: SearchRequest) -> SearchRequest:
    """Return the request with names of values replaced by the values."""
    has_values = request.filters or request.prefer_locale or ":" in request.query.text
    if not has_values:
        return request
    return request.with_names(_names((search_fields().named, get_language() or "")))
