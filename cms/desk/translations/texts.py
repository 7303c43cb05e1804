"""The texts of a stored revision, to tell whether there is anything new to translate."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import CharField, Model, TextField
from wagtail.fields import StreamField
from wagtail.models import Page

NOT_TEXT = frozenset({"id", "type", "uuid"})
"""Keys of blocks whose values are not written by an editor."""
OF_PAGE = ("title", "seo_title", "search_description")
"""The texts among the fields that Wagtail gives every page."""


def text_fields(model: type[Model]) -> list[str]:
    """Return the names of the fields that hold text to translate, in the order of the model."""
    inherited = {field.name for field in Page._meta.get_fields()}
    fields = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | StreamField)
        and field.name not in inherited
        and not field.choices
    ]
    return [*OF_PAGE, *fields]


def texts(content: Mapping[str, Any], model: type[Model]) -> tuple[str, ...]:
    """Return every text of a revision's content, as `Revision.content` stores it."""
    return tuple(
        text
        for name in text_fields(model)
        for text in _strings(_parsed(content.get(name), model._meta.get_field(name)))
    )


def _parsed(value: Any, field: Any) -> Any:
    return json.loads(value) if isinstance(field, StreamField) and value else value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key not in NOT_TEXT:
                yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
