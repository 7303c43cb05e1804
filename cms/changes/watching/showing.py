"""Finds the pages that show a record: a document, a person, a topic.

The pages are found through Wagtail's reference index and the models' relations. A page type that
shows records without referring to them overrides `pages_that_show`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyRel, ManyToOneRel, Model, QuerySet
from wagtail.models import Page, ReferenceIndex, get_page_models

from cms.changes.watching.registry import shown_models


class ShowsRecords:
    """Mixin for page types that show records without referring to them."""

    @classmethod
    def pages_that_show(cls, record: Model) -> QuerySet[Any]:
        """Return the pages of this type that show `record`, by default none.

        Pages that refer to it may be left out.
        """
        return Page.objects.none()


def pages_showing(records: Iterable[Model]) -> set[int]:
    """Return the ids of pages that show these records, or show others that show them."""
    pages: set[int] = set()
    visited: set[Model] = set()
    queue = list(records)
    while queue:
        record = queue.pop()
        if record not in visited:
            visited.add(record)
            pages |= _pages_referring_to(record) | _other_pages_showing(record)
            queue += _records_pointing_at(record)
    return pages


def _pages_referring_to(record: Model) -> set[int]:
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(record).filter(base_content_type=page_type)
    return {int(key) for key in references.values_list("object_id", flat=True)}


def _other_pages_showing(record: Model) -> set[int]:
    """Return the ids of pages that show the record, but are not in the reference index."""
    page_ids: set[int] = set()
    for model, field in _relations_to(record):
        if issubclass(model, Page):
            page_ids |= set(model.objects.filter(**{field: record}).values_list("pk", flat=True))
    for page_model in get_page_models():
        if issubclass(page_model, ShowsRecords):
            page_ids |= set(page_model.pages_that_show(record).values_list("pk", flat=True))
    return page_ids


def _records_pointing_at(record: Model) -> list[Model]:
    """Return the records that point at this one, so that pages show it with them."""
    models = {shown.model for shown in shown_models() if shown.on_pages}
    records: list[Model] = []
    for model, field in _relations_to(record):
        if model in models:
            records += model._default_manager.filter(**{field: record})
    return records


def _relations_to(record: Model) -> Iterator[tuple[type[Model], str]]:
    for relation in record._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel | ManyToManyRel):
            yield relation.related_model, relation.field.name
