"""The related data of a batch of pages that their documents need, read together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from wagtail.blocks.stream_block import StreamValue
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import CollectionViewRestriction, Locale, Page
from wagtail.rich_text import RichText

from cms.content.blocks.prose import leaves
from cms.content.models import Topic
from cms.content.page import BasePage
from cms.maintenance.flags import paths_to
from cms.maintenance.state import public_state
from search.fields import search_fields

LINKED_DOCUMENT = re.compile(r'<a\b(?=[^>]*\blinktype="document")[^>]*\bid="(\d+)"')


@dataclass(frozen=True, slots=True)
class Batch:
    """The related data of some pages, by page id or tree path."""

    ancestors: dict[str, Page]
    """The ancestors of the pages, by path, with their locales; for public pages the public ones."""
    topics: dict[int, list[Topic]]
    bodies: dict[int, StreamValue]
    documents: dict[int, list[AbstractDocument]]
    """The attached documents that the public may open."""

    def ancestors_of(self, page: Page) -> list[Page]:
        """Return the ancestors of a page, from the root down."""
        paths = paths_to(page.path)[:-1]
        return [self.ancestors[path] for path in paths if path in self.ancestors]


def read_batch(pages: Sequence[Page], *, drafts: bool = False) -> Batch:
    """Read the batch; the number of queries depends on the types of pages and blocks only.

    The relations of `drafts` are in their revisions, and the pages above them may be unpublished.
    """
    by_type: dict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    topics: dict[int, list[Topic]] = defaultdict(list)
    bodies: dict[int, StreamValue] = {}
    for page_type, members in by_type.items():
        stored = [page for page in members if not _is_composed(page)]
        _read_topics(page_type, stored, topics)
        bodies |= _bodies(page_type, members)
        if issubclass(page_type, BasePage):
            prefetch_related_objects(stored, *page_type.search_prefetch)
        prefetch_related_objects(stored, *_registered_relations(page_type))
    for page in pages:
        if isinstance(page, BasePage) and page.is_composed:
            topics[page.pk] = [*page.topics.all()]
    return Batch(_ancestors(pages, drafts=drafts), topics, bodies, _documents(pages, bodies))


def _is_composed(page: Page) -> bool:
    return isinstance(page, BasePage) and page.is_composed


def _registered_relations(page_type: type[Page]) -> list[str]:
    """Return the relations of this type that registered fields prefetch."""
    paths = (path for field in search_fields() for path in field.prefetch)
    names = {field.name for field in page_type._meta.get_fields()}
    return [path for path in paths if path.partition("__")[0] in names]


def _ancestors(pages: Sequence[Page], *, drafts: bool) -> dict[str, Page]:
    paths = {step for page in pages for step in paths_to(page.path)[1:-1]}
    ancestors = Page.objects.filter(path__in=paths).defer_streamfields()
    locales = Locale.objects.in_bulk()
    for each in (*ancestors, *pages):
        each.locale = locales[each.locale_id]
    ContentType.objects.get_for_models(*{page.specific_class or Page for page in ancestors})
    return {each.path: each for each in ancestors if drafts or public_state(each).is_visible}


def _read_topics(
    page_type: type[Page], members: Sequence[Page], topics: dict[int, list[Topic]]
) -> None:
    for field in page_type._meta.many_to_many:
        if field.related_model is Topic:
            through: Any = field.remote_field.through
            rows = through.objects.filter(
                **{f"{field.m2m_field_name()}__in": [page.pk for page in members]}
            ).select_related(field.m2m_reverse_field_name())
            for row in rows:
                page_id = getattr(row, f"{field.m2m_field_name()}_id")
                topics[page_id].append(getattr(row, field.m2m_reverse_field_name()))


def _bodies(page_type: type[Page], members: Sequence[Any]) -> dict[int, StreamValue]:
    """Return the bodies by page id; one query for each type of chooser in all of them."""
    if not issubclass(page_type, BasePage):
        return {}
    block: Any = page_type.body.field.stream_block
    streams = block.bulk_to_python([list(each.body.raw_data) for each in members])
    return {page.pk: stream for page, stream in zip(members, streams, strict=True)}


def _documents(
    pages: Sequence[Page], bodies: dict[int, StreamValue]
) -> dict[int, list[AbstractDocument]]:
    ids = {page.pk: _document_ids(page, bodies.get(page.pk)) for page in pages}
    keys = {key for document_ids in ids.values() for key in document_ids}
    if not keys:
        return {}
    private = set(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    documents = {
        document.pk: document
        for document in get_document_model()
        .objects.filter(pk__in=keys)
        .select_related("collection")
        if not private & set(paths_to(document.collection.path))
    }
    return {
        page_id: [documents[key] for key in document_ids if key in documents]
        for page_id, document_ids in ids.items()
    }


def _document_ids(page: Page, body: StreamValue | None) -> list[int]:
    """Return the ids of linked documents in reading order, without duplicates."""
    values: Iterable[Any] = leaves(body) if body is not None else ()
    fields = page.search_rich_text if isinstance(page, BasePage) else ()
    texts = [getattr(page, name) for name in fields]
    ids: list[int] = []
    for value in (*texts, *values):
        if isinstance(value, AbstractDocument):
            ids.append(value.pk)
        elif isinstance(value, str | RichText):
            source = value.source if isinstance(value, RichText) else value
            ids += map(int, LINKED_DOCUMENT.findall(source))
    return list(dict.fromkeys(ids))
