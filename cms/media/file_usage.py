"""Finds the pages that show an image or a document, on which its visibility depends."""

from typing import NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from cms.caching.lookups import cached_until_change
from cms.changes.watching.registry import shown_models
from cms.changes.watching.showing import pages_showing
from cms.maintenance.state import Row


class FileUsage(NamedTuple):
    """The parts of the database that decide who may see a file."""

    pages: tuple[Row, ...]
    """The pages that show the file, directly or through a person or a member."""
    is_shown_elsewhere: bool
    """True if something other than a page shows it, such as the settings of a site."""


def file_usage(file: Model) -> FileUsage:
    """Return where an image or a document is shown; the result is cached."""
    return _read_file_usage((file._meta.label, file.pk))


def restricted_collections() -> frozenset[str]:
    """Return the tree paths of all private collections; the result is cached."""
    return _read_collections(None)


@cached_until_change
def _read_file_usage(key: tuple[str, int]) -> FileUsage:
    label, pk = key
    file = apps.get_model(label)._default_manager.get(pk=pk)
    rows = Page.objects.filter(pk__in=pages_showing([file])).values_list(*Row._fields)
    return FileUsage(tuple(Row(*row) for row in rows), _is_shown_elsewhere(file))


def _is_shown_elsewhere(file: Model) -> bool:
    followed = [Page, *(shown.model for shown in shown_models() if shown.on_pages)]
    types = ContentType.objects.get_for_models(*followed).values()
    references = ReferenceIndex.get_references_to(file)
    return bool(references.exclude(base_content_type__in=types).exists())


@cached_until_change
def _read_collections(_: None) -> frozenset[str]:
    return frozenset(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
