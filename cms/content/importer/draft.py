"""Reads a record into a draft, validates the draft, and sets it on a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.blocks.stream_block import BaseStreamBlock, StreamValue
from wagtail.models import Page

from cms.content.importer.fields import (
    PLACEMENT_FIELDS,
    block_messages,
    columns,
    convert,
    messages,
    topic_names,
)
from cms.content.importer.markup import html
from cms.content.importer.markup.stream import body
from cms.content.importer.record import Record
from cms.content.importer.references import References
from cms.content.importer.tree import language
from cms.content.models import Topic
from cms.content.page import BasePage


class BadRecordError(Exception):
    """A record is refused; `problems` holds a message for each error."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Draft:
    """The parsed values of a record, before anything is written."""

    record: Record
    model: type[BasePage]
    values: Mapping[str, object]
    custom_values: Mapping[str, Any]
    topics: list[str] | None
    original: Page | None
    language: str | None
    body: StreamValue
    has_missing_pages: bool
    """True if it refers to pages that do not exist yet."""


@cache
def page_types() -> dict[str, type[BasePage]]:
    """Return all page types by their lower-case model label."""
    return {
        model._meta.label_lower: model
        for model in apps.get_models()
        if issubclass(model, BasePage) and not model._meta.abstract
    }


def page_type(record: Record, existing: type[Page] | None = None) -> type[BasePage]:
    """Return the page type of a record: its own, that of the existing page, or the plain page.

    Raises ValueError for an unknown type, and for one that differs from the existing page.
    """
    label = record.fields.get("type")
    if label is None and existing is not None and issubclass(existing, BasePage):
        return existing
    model = page_types().get(str(label or settings.CONTENT_PLAIN_PAGE).lower())
    if model is None:
        names = ", ".join(sorted(each._meta.label for each in page_types().values()))
        raise ValueError(f"the type {label!r} is not known: choose from {names}.")
    if existing is not None and existing is not model:
        raise ValueError(
            f"{record.path} is a {existing._meta.label} and cannot become a {model._meta.label}:"
            " move that page away first."
        )
    return model


def read(record: Record, model: type[BasePage], references: References) -> Draft:
    """Return the draft of a record; raises BadRecordError with every problem found."""
    problems: list[str] = []
    values: dict[str, object] = {}
    custom_values: dict[str, Any] = {}
    model_fields, read_body = columns(model), StreamValue(_stream(model), [])
    for name, value in record.fields.items():
        try:
            if name in model.import_fields:
                custom_values[name] = model.import_fields[name].read(value, references)
            elif name in model_fields:
                values[name] = convert(model_fields[name], value)
            elif name not in PLACEMENT_FIELDS:
                names = sorted({*model_fields, *model.import_fields, *PLACEMENT_FIELDS})
                raise ValueError(f"there is no field {name!r}: choose from {', '.join(names)}.")
        except ValueError as error:
            problems.append(str(error))
    if record.slug:
        values["slug"] = record.slug
    topics, original, code = None, None, None
    try:
        if "topics" in record.fields:
            topics = topic_names(record.fields["topics"])
        if record.fields.get("locale"):
            code = language(str(record.fields["locale"]))
        if record.fields.get("translation_of"):
            original = references.page(str(record.fields["translation_of"]))
    except ValueError as error:
        problems.append(str(error))
    try:
        raw = html.blocks(record.text, record.form, references)
        lead = _pop_lead(model, raw)
        if lead is not None:
            values.setdefault(model.lead_field, lead)
        read_body = body(_stream(model), record.path, raw)
    except ValueError as error:
        problems.append(str(error))
    if problems:
        raise BadRecordError(problems)
    has_missing_pages = bool(references.missing_pages)
    return Draft(
        record, model, values, custom_values, topics, original, code, read_body, has_missing_pages
    )


def check(draft: Draft) -> None:
    """Validate the draft with the page's fields and blocks; raises BadRecordError."""
    problems: list[str] = []
    page = draft.model(**draft.values)
    model_fields = columns(draft.model)
    own_names = {name for name, field in model_fields.items() if field.model is draft.model}
    checked = own_names | set(draft.values) & set(model_fields)
    skipped = [field.name for field in page._meta.fields if field.name not in checked]
    try:
        page.clean_fields(exclude=skipped)
    except ValidationError as error:
        problems.extend(messages(error))
    try:
        draft.body.stream_block.clean(draft.body)
    except ValidationError as error:
        data = error.as_json_data() if hasattr(error, "as_json_data") else {}
        problems.extend(block_messages(data) if data else messages(error))
    if problems:
        raise BadRecordError(problems)


def apply(draft: Draft, page: BasePage, topics: Mapping[str, Topic]) -> None:
    """Set the fields of the record and the body on a page; other fields are not changed.

    `topics` maps the topic names of the record to topics.
    """
    for name, value in draft.values.items():
        if name != "slug" or page._state.adding:
            setattr(page, name, value)
    page.body = draft.body
    if draft.topics is not None:
        page.topics = [topics[name] for name in draft.topics]
    for name, value in draft.custom_values.items():
        draft.model.import_fields[name].apply(page, value)


def _pop_lead(model: type[BasePage], raw: list[html.Raw]) -> str | None:
    """Remove the text before the first heading from the body and return it, for a lead field."""
    if not model.lead_field:
        return None
    if raw and raw[0]["type"] == "rich_text":
        return str(raw.pop(0)["value"])
    return ""


def _stream(model: type[BasePage]) -> BaseStreamBlock:
    stream_block: BaseStreamBlock = model._meta.get_field("body").stream_block
    return stream_block
