"""Filters and sort orders of lists by the fields that page types declare.

They are the fields of a type's `fields_schema` with a single value in a column of the same name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from pydantic import AfterValidator, Field, WithJsonSchema
from wagtail.models import Page

from cms.content.page import BasePage
from cms.delivery.http.collation import in_order
from cms.delivery.http.parameters import INTEGER, Commas, Day, Timestamp, Truth
from cms.delivery.pages.dates import DayOf
from cms.delivery.pages.schema import page_types
from cms.directory.keys import RecordKeyField
from cms.maintenance.state import withheld

OPERATORS = {
    "gte": "at least",
    "gt": "more than",
    "lte": "at most",
    "lt": "less than",
    "ne": "other than",
}
COMPARISONS = ("gte", "gt", "lte", "lt")
SORT_KEY = "sort_key"
Text = Annotated[str, Field(max_length=250)]
Number = Annotated[float, Field(allow_inf_nan=False)]
# The first matching class counts; choices are handled before these.
COLUMNS: Mapping[type[models.Field[Any, Any]], Any] = {
    models.CharField: Text,
    models.BooleanField: Truth,
    models.IntegerField: Annotated[int, Field(ge=-(2**53), le=2**53), INTEGER],
    models.DecimalField: Number,
    models.FloatField: Number,
    models.DateTimeField: Timestamp,
    models.DateField: Day,
}


@dataclass(frozen=True)
class DeclaredField:
    """A field by which lists are filtered and sorted.

    `models` are the page types that have it; `value` is the type of a value in a request.
    """

    name: str
    models: tuple[type[BasePage], ...]
    value: Any
    description: str

    @property
    def is_choice(self) -> bool:
        return get_origin(self.value) is Literal or isinstance(_column(self), RecordKeyField)

    @property
    def is_text(self) -> bool:
        """Return whether values are text: sorted by the language's order, with "" as no value."""
        return self.is_choice or isinstance(_column(self), models.CharField)

    @property
    def operators(self) -> tuple[str, ...]:
        """Return the operators of the field: comparisons only for values that have an order."""
        has_order = not self.is_choice and self.value is not Truth
        return (*COMPARISONS, "ne") if has_order else ("ne",)


def _everywhere(name: str, value: Any, description: str) -> DeclaredField:
    return DeclaredField(name, tuple(page_types().values()), value, description)


@cache
def declared_fields() -> dict[str, DeclaredField]:
    """Return the fields by name: those of all pages, then those of page types."""
    fields = {
        each.name: each
        for each in (
            _everywhere("date", Day, "the public date"),
            _everywhere("first_published_at", Timestamp, "the first publication"),
            _everywhere("last_published_at", Timestamp, "the latest publication"),
        )
    }
    common = {*BasePage.fields_schema.model_fields, *fields}
    names = {name for model in page_types().values() for name in model.fields_schema.model_fields}
    for name in sorted(names - common):
        having = {
            model: value
            for model in page_types().values()
            if (value := _value_of(model, name)) is not None
        }
        if having:
            value = reduce(or_, dict.fromkeys(having.values()))
            labels = ", ".join(model._meta.label for model in having)
            fields[name] = DeclaredField(name, tuple(having), value, f"`{name}` of {labels}")
    return fields


def _value_of(model: type[BasePage], name: str) -> Any:
    """Return the type of a value of the field; None if the field cannot be filtered by."""
    field = model.fields_schema.model_fields.get(name)
    columns = {each.name: each for each in model._meta.concrete_fields}
    column = columns.get(name)
    if field is None or column is None or column.is_relation:
        return None
    if isinstance(column, RecordKeyField):
        return Annotated[str, AfterValidator(column.check_key)]
    annotation = _without_none(field.annotation)
    if get_origin(annotation) is Literal:
        return annotation
    value = next((value for kind, value in COLUMNS.items() if isinstance(column, kind)), None)
    return Annotated[value, AfterValidator(_validated(column))] if value is Text else value


def _validated(column: models.Field[Any, Any]) -> Callable[[str], str]:
    """Return a function that raises ValueError for a text that the column could not have."""

    def validate(text: str) -> str:
        try:
            column.run_validators(text)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error
        return text

    return validate


def _column(field: DeclaredField) -> Any:
    """Return the model field of the first page type; None for a field of all pages."""
    own = {each.name: each for each in field.models[0]._meta.concrete_fields}
    return own.get(field.name)


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) not in {Union, UnionType}:
        return annotation
    return reduce(or_, [each for each in get_args(annotation) if each is not type(None)])


def filter_parameters(reserved: frozenset[str]) -> Iterator[tuple[str, Any, Any]]:
    """Yield the attribute name, type and definition of the parameter for each filter.

    Fields whose names are `reserved` for other parameters are omitted.
    """
    for name, field in declared_fields().items():
        if name in reserved:
            continue
        many: Any = tuple[field.value, ...]  # type: ignore[name-defined]
        if field.is_choice:
            items: dict[str, Any] = {"type": "string"}
            if get_origin(field.value) is Literal:
                items["enum"] = [*get_args(field.value)]
            schema = {"type": "array", "items": items, "x-commas": True}
            many = Annotated[many, Commas, WithJsonSchema(schema)]
        description = f"Pages by {field.description}; several are alternatives."
        yield f"by_{name}", many, Field((), alias=name, description=description)
        for operator in field.operators:
            description = f"Pages where {field.description} is {OPERATORS[operator]} this."
            alias = f"{name}[{operator}]"
            default = Field(None, alias=alias, description=description)
            yield f"by_{name}_{operator}", field.value | None, default


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """A filter of a request; its condition refers to the public date as `shown_date`."""

    field: DeclaredField
    parameter: str
    condition: Q


def read_filters(params: Mapping[str, Any], prefix: str = "") -> Iterator[FieldFilter]:
    """Yield the filters in a request's parameters, a mapping by attribute name.

    With a `prefix`, the conditions refer to columns named by the prefix and the field's name.
    """
    for name, field in declared_fields().items():
        column = "shown_date" if name == "date" and not prefix else f"{prefix}{name}"
        if values := params.get(f"by_{name}"):
            yield FieldFilter(field, name, Q(**{f"{column}__in": values}))
        for operator in field.operators:
            value = params.get(f"by_{name}_{operator}")
            if value is None:
                continue
            parameter = f"{name}[{operator}]"
            if operator == "ne":
                yield FieldFilter(
                    field, parameter, ~Q(**{column: value}) | Q(**{f"{column}__isnull": True})
                )
            else:
                yield FieldFilter(field, parameter, Q(**{f"{column}__{operator}": value}))


def shown_date() -> Coalesce:
    """Return the expression for the public date of pages of one type."""
    return Coalesce("date", DayOf("first_published_at"))


def sort_key(name: str, at: datetime | None = None) -> Any:
    """Return the expression that sorts pages of all types by a declared field.

    It is null for the pages that are withheld, now or at another time, so that their position does
    not reveal their content.
    """
    field = declared_fields()[name]
    if name.endswith("published_at"):
        value: Any = F(name)
    else:
        value = public_date() if name == "date" else stored_value(field)
    if field.is_text:
        value = in_order(NullIf(value, Value("")))
    return Case(When(withheld(at), then=None), default=value, output_field=output_of(field))


def public_date() -> Coalesce:
    """Return the expression for the public date of pages of all types, withheld ones included."""
    return Coalesce(stored_value(declared_fields()["date"]), DayOf("first_published_at"))


def stored_value(field: DeclaredField) -> Any:
    """Return the expression for a declared field's column in the type of each page."""
    columns = [F(_lookup(model, field.name)) for model in field.models]
    return Coalesce(*columns) if len(columns) > 1 else columns[0]


def output_of(field: DeclaredField) -> models.Field[Any, Any]:
    """Return a model field for the values of a declared field, as an output field."""
    if field.name == "date":
        return models.DateField()
    if field.name.endswith("published_at"):
        return models.DateTimeField()
    column: Any = field.models[0]._meta.get_field(field.name)
    cloned: models.Field[Any, Any] = column.clone()
    return cloned


def _lookup(model: type[BasePage], name: str) -> str:
    """Return the path from a page's row to a column of its type."""
    steps = [name]
    owner: Any = model._meta.get_field(name).model
    while owner is not Page:
        [link] = owner._meta.parents.values()
        steps.insert(0, link.related_query_name())
        owner = link.related_model
    return "__".join(steps)
