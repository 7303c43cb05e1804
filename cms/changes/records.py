"""Appends to the log when something that pages show is edited: a document, a person, a topic.

The models are named by `CHANGE_RECORDS`. Which pages show a record is known from Wagtail's
reference index and from the models' own relations; a page type that shows records
without referring to them says so in a class method `pages_that_show(record)`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyRel, ManyToOneRel, Model
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    ReferenceIndex,
    get_page_models,
)

from cms.changes import log
from cms.changes.models import Kind

# Wagtail writes these when it first needs them, also while it answers a GET.
DERIVED_FIELDS = frozenset({"file_hash", "file_size"})


def pages_showing(records: Iterable[Model]) -> set[int]:
    """Pages that show these records, also by way of others: a state's name beside a person."""
    pages: set[int] = set()
    seen: set[Model] = set()
    waiting = list(records)
    while waiting:
        record = waiting.pop()
        if record not in seen:
            seen.add(record)
            pages |= _referring(record) | _without_reference(record)
            waiting += _records_with(record)
    return pages


def _referring(record: Model) -> set[int]:
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(record).filter(base_content_type=page_type)
    return {int(key) for key in references.values_list("object_id", flat=True)}


def _without_reference(record: Model) -> set[int]:
    found: set[int] = set()
    for model, field in _relations_to(record):
        if issubclass(model, Page):
            found |= set(model.objects.filter(**{field: record}).values_list("pk", flat=True))
    for page_model in get_page_models():
        if shows := getattr(page_model, "pages_that_show", None):
            found |= set(shows(record).values_list("pk", flat=True))
    return found


def _records_with(record: Model) -> list[Model]:
    """Other records that point at this one, so that pages show it beside them."""
    models = set(_models())
    found: list[Model] = []
    for model, field in _relations_to(record):
        if model in models:
            found += model._default_manager.filter(**{field: record})
    return found


def _relations_to(record: Model) -> Iterator[tuple[type[Model], str]]:
    for relation in record._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel | ManyToManyRel):
            yield relation.related_model, relation.field.name


def _changed(instance: Model, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    if update_fields is not None and update_fields <= DERIVED_FIELDS:
        return
    if pages := pages_showing([instance]):
        log.append(Kind.UPDATED, sorted(pages))


def _created_or_changed(instance: Model, **kwargs: Any) -> None:
    _changed(instance, kwargs.get("update_fields"))


def _collection_restricted(instance: CollectionViewRestriction, **_: Any) -> None:
    """Append also where no page shows a file: other processes cache which files are private."""
    inside = Collection.objects.descendant_of(instance.collection, inclusive=True)
    files = [
        *get_document_model().objects.filter(collection__in=inside),
        *get_image_model().objects.filter(collection__in=inside),
    ]
    log.append(Kind.UPDATED, sorted(pages_showing(files)))


def _models() -> list[type[Model]]:
    return [apps.get_model(label) for label in settings.CHANGE_RECORDS]


def connect() -> None:
    """Begins to listen; called once, when the apps are ready."""
    for model in _models():
        post_save.connect(_created_or_changed, sender=model)
        pre_delete.connect(_changed, sender=model)  # afterwards nothing refers to it
    for signal in (post_save, post_delete):
        signal.connect(_collection_restricted, sender=CollectionViewRestriction)
