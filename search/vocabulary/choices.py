"""The fields and values that the advanced form offers."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.fields import Field, search_fields
from search.request.form import AdvancedForm
from search.vocabulary.labels import field_values


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the form; `is_multiple` is true if more than one value is selected."""

    name: str
    title: str
    options: tuple[Option, ...]
    is_multiple: bool


def choices(form: AdvancedForm) -> tuple[Choice, ...]:
    """Return the fields that have values to choose from, in the order of registration."""
    return tuple(_choices(form))


def _choices(form: AdvancedForm) -> Iterator[Choice]:
    fields = search_fields()
    for name in fields.filters:
        chosen = form.values.get(name, ())
        offered = _offered(fields[name], chosen)
        if offered:
            options = tuple(Option(value, label, value in chosen) for value, label in offered)
            yield Choice(name, str(fields[name].label), options, len(chosen) > 1)


def _offered(field: Field, chosen: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return values with labels; selected ones are included even if they no longer exist."""
    labels = {value: next(iter(names), value) for value, names in field_values(field).items()}
    return list(({value: value for value in chosen} | labels).items())
